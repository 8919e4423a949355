package resolve

import "crypto/tls"

// ServerTLS is Server with the settings for TLS, for tests with a CA of their own.
func ServerTLS(addr string, config *tls.Config) (Exchanger, error) { return newServer(addr, config) }
