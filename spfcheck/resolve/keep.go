package resolve

import (
	"context"
	"fmt"

	"github.com/miekg/dns"
)

// RRset names the records of one type at one name.
type RRset struct{ Name, Type string }

// Keep is the given layer for all questions but those for some RRsets, which go
// past it to what is below. Chains of CNAMEs are the layer's own matter.
func Keep(layer Layer, sets ...RRset) (Layer, error) {
	kept := map[question]bool{}
	for _, s := range sets {
		owner, err := parseName(s.Name)
		if err != nil {
			return nil, fmt.Errorf("keeping %q %s: %w", s.Name, s.Type, err)
		}
		qtype := dns.StringToType[s.Type]
		if qtype == dns.TypeNone {
			return nil, fmt.Errorf("keeping %q: there is no type %q", s.Name, s.Type)
		}
		kept[question{owner, qtype}] = true
	}
	return func(next Exchanger) Exchanger {
		return &keeper{past: next, through: layer(next), kept: kept}
	}, nil
}

type keeper struct {
	past, through Exchanger
	kept          map[question]bool
}

func (k *keeper) Exchange(ctx context.Context, q dns.Question) (*dns.Msg, error) {
	asked, err := newQuestion(q)
	if err != nil {
		return nil, err
	}
	if k.kept[asked] {
		return k.past.Exchange(ctx, q)
	}
	return k.through.Exchange(ctx, q)
}
