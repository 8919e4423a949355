// Command provider stands for the providers hashicorp/aws and cloudflare/cloudflare
// where Terraform plans records of DNS without an account: it has the schemas of their
// records and zones, and takes everything for done.
package main

import (
	"context"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// zone is what every data source stands for.
const zone = "shop.example.jp"

func attribute(name string, t tftypes.Type, kind string) *tfprotov5.SchemaAttribute {
	return &tfprotov5.SchemaAttribute{
		Name: name, Type: t,
		Required: kind == "required", Optional: strings.Contains(kind, "optional"), Computed: strings.Contains(kind, "computed"),
	}
}

func schema(blocks []*tfprotov5.SchemaNestedBlock, attributes ...*tfprotov5.SchemaAttribute) *tfprotov5.Schema {
	return &tfprotov5.Schema{Block: &tfprotov5.SchemaBlock{Attributes: attributes, BlockTypes: blocks}}
}

func block(name string, attributes ...*tfprotov5.SchemaAttribute) *tfprotov5.SchemaNestedBlock {
	return &tfprotov5.SchemaNestedBlock{
		TypeName: name, Nesting: tfprotov5.SchemaNestedBlockNestingModeList, Block: &tfprotov5.SchemaBlock{Attributes: attributes},
	}
}

var resources = map[string]*tfprotov5.Schema{
	"aws_route53_record": schema([]*tfprotov5.SchemaNestedBlock{
		block("alias", attribute("name", tftypes.String, "required"), attribute("zone_id", tftypes.String, "required"), attribute("evaluate_target_health", tftypes.Bool, "required")),
		block("weighted_routing_policy", attribute("weight", tftypes.Number, "required")),
	},
		attribute("id", tftypes.String, "optional computed"), attribute("zone_id", tftypes.String, "required"), attribute("name", tftypes.String, "required"),
		attribute("type", tftypes.String, "required"), attribute("ttl", tftypes.Number, "optional"), attribute("fqdn", tftypes.String, "computed"),
		attribute("records", tftypes.Set{ElementType: tftypes.String}, "optional"), attribute("set_identifier", tftypes.String, "optional"),
		attribute("health_check_id", tftypes.String, "optional"), attribute("allow_overwrite", tftypes.Bool, "optional computed"),
	),
	"cloudflare_record": schema(nil,
		attribute("id", tftypes.String, "optional computed"), attribute("zone_id", tftypes.String, "required"), attribute("name", tftypes.String, "required"),
		attribute("type", tftypes.String, "required"), attribute("ttl", tftypes.Number, "optional computed"), attribute("hostname", tftypes.String, "computed"),
		attribute("content", tftypes.String, "optional computed"), attribute("value", tftypes.String, "optional computed"),
		attribute("priority", tftypes.Number, "optional"), attribute("proxied", tftypes.Bool, "optional"), attribute("comment", tftypes.String, "optional"),
	),
}

var sources = map[string]*tfprotov5.Schema{
	"aws_route53_zone": schema(nil, attribute("id", tftypes.String, "computed"), attribute("zone_id", tftypes.String, "optional computed"), attribute("name", tftypes.String, "optional computed"), attribute("private_zone", tftypes.Bool, "optional")),
	"cloudflare_zone":  schema(nil, attribute("id", tftypes.String, "computed"), attribute("zone_id", tftypes.String, "optional computed"), attribute("name", tftypes.String, "optional computed")),
}

// provider answers what planning and applying ask.
type provider struct{ tfprotov5.ProviderServer }

func (provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	return &tfprotov5.GetMetadataResponse{}, nil
}

func (provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{Provider: schema(nil), ResourceSchemas: resources, DataSourceSchemas: sources}, nil
}

func (provider) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (provider) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (provider) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (provider) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (provider) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	t := resources[r.TypeName].ValueType()
	v, err := r.RawState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(t, v)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (provider) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}, nil
}

// filled puts what f gives in place of the computed attributes that are null or unknown.
func filled(s *tfprotov5.Schema, value *tfprotov5.DynamicValue, f func(name string, all map[string]tftypes.Value) any) (*tfprotov5.DynamicValue, error) {
	t := s.ValueType()
	v, err := value.Unmarshal(t)
	if err != nil || v.IsNull() {
		return value, err
	}
	all := map[string]tftypes.Value{}
	if err := v.As(&all); err != nil {
		return nil, err
	}
	for _, a := range s.Block.Attributes {
		if now := all[a.Name]; a.Computed && (now.IsNull() || !now.IsKnown()) {
			all[a.Name] = tftypes.NewValue(a.Type, f(a.Name, all))
		}
	}
	made, err := tfprotov5.NewDynamicValue(t, tftypes.NewValue(t, all))
	return &made, err
}

func (provider) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	planned, err := filled(resources[r.TypeName], r.ProposedNewState, func(string, map[string]tftypes.Value) any { return tftypes.UnknownValue })
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: planned, PlannedPrivate: r.PriorPrivate}, err
}

func (provider) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	state, err := filled(resources[r.TypeName], r.PlannedState, value)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state, Private: r.PlannedPrivate}, err
}

func (provider) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	state, err := filled(sources[r.TypeName], r.Config, value)
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

// value is what the provider fills in.
func value(name string, all map[string]tftypes.Value) any {
	switch name {
	case "fqdn", "hostname":
		var label string
		if err := all["name"].As(&label); err != nil || label == "" || label == "@" {
			return zone
		}
		return label + "." + zone
	case "name":
		return zone
	case "id", "zone_id":
		return "Z0123456789"
	case "content", "value":
		var text string
		for _, other := range []string{"content", "value"} {
			if v := all[other]; v.IsKnown() && !v.IsNull() && v.As(&text) == nil {
				return text
			}
		}
	}
	return nil
}

func main() {
	for _, name := range []string{"hashicorp/aws", "cloudflare/cloudflare"} {
		if strings.Contains(os.Args[0], name[strings.LastIndexByte(name, '/')+1:]) {
			if err := tf5server.Serve(name, func() tfprotov5.ProviderServer { return provider{} }); err != nil {
				log.Fatal(err)
			}
		}
	}
}
