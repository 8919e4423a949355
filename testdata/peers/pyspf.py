"""Evaluates lines "ADDRESS DOMAIN" of standard input with pyspf and dnspython, one
after the other, and writes how many pass and how many have a temperror:

    /usr/bin/python3 pyspf.py PORT 1 <lines

The name server is 127.0.0.1 at the given port.
"""

import sys
import warnings

import dns.resolver
import spf

# pyspf calls what dnspython has deprecated: dns.resolver.query.
warnings.simplefilter("ignore", DeprecationWarning)


def main(port):
    server = dns.resolver.Resolver(configure=False)
    server.nameservers = ["127.0.0.1"]
    server.port = port
    dns.resolver.default_resolver = server  # pyspf has no setting for it
    passed = failed = 0
    for line in sys.stdin:
        address, domain = line.split()
        result, _ = spf.check2(i=address, s="a@" + domain, h=domain)
        passed += result == "pass"
        failed += result == "temperror"
    print(passed, failed)


main(int(sys.argv[1]))
