package render

// The parts of SARIF 2.1.0 that are written, by the names that it gives them; what
// follows each is the section that defines it.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	// sarifLog is the whole document: §3.13.
	sarifLog struct {
		Schema  string      `json:"$schema"`
		Version string      `json:"version"`
		Runs    []*sarifRun `json:"runs"`
	}

	// sarifRun is one run of the program: §3.14. No results are an empty list: to
	// leave it out would say that nothing was looked at.
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Language    string            `json:"language"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}

	// sarifTool is what ran: §3.18.
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}

	// sarifDriver is the program with the rules that its results name: §3.19.
	sarifDriver struct {
		Name     string      `json:"name"`
		Version  string      `json:"version,omitempty"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}

	// sarifRule is a reportingDescriptor: §3.49.
	sarifRule struct {
		ID               string       `json:"id"`
		ShortDescription sarifMessage `json:"shortDescription"`
		FullDescription  sarifMessage `json:"fullDescription"`
		HelpURI          string       `json:"helpUri,omitempty"`
		Help             sarifMessage `json:"help"`
	}

	// sarifMessage is a message or a multiformatMessageString: §3.11, §3.12.
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}

	// sarifInvocation says how the run went: §3.20.
	sarifInvocation struct {
		ExecutionSuccessful        bool                `json:"executionSuccessful"`
		ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}

	// sarifNotification is what is told beside the results: §3.58.
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}

	// sarifResult is a problem: §3.27.
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"` // of the driver's rules
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}

	// sarifLocation is a location: §3.28, §3.29.
	sarifLocation struct {
		PhysicalLocation struct {
			ArtifactLocation sarifFile   `json:"artifactLocation"`
			Region           sarifRegion `json:"region"`
		} `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
	}

	// sarifLogical is a logicalLocation: §3.33.
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}

	// sarifFile is an artifactLocation: §3.4.
	sarifFile struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}

	// sarifRegion is a region: §3.30.
	sarifRegion struct {
		StartLine int `json:"startLine"` // from 1
	}
)

// The levels of results and notifications: §3.27.10, §3.58.6.
const (
	sarifError   = "error"
	sarifWarning = "warning"
	sarifNote    = "note"
)
