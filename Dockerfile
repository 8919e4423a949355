# docker build --build-arg VERSION=v1.2.3 -t spfcheck .
# docker run --rm -v "$PWD:/work" spfcheck check --ip 192.0.2.25 --mail signup.eml

# The digest is that of the tag, for all platforms: docker buildx imagetools inspect golang:1.26.8-alpine
FROM golang:1.26.8-alpine@sha256:8ac98ca534ac3f51e1f420a1dd2c15e74c75cfa0f23f3ad27eb5d7236c349a0c AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -tags urfave_cli_no_docs -trimpath -buildvcs=false -ldflags "-s -w -X github.com/spfcheck/spfcheck/spfcheck/cli.release=${VERSION}" -o /out/spfcheck ./cmd/spfcheck

# Nothing but the program, its licences, and the certificates that DNS over TLS and
# HTTPS need.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/spfcheck /usr/bin/spfcheck
COPY LICENSE THIRD_PARTY_LICENSES.txt /licenses/
LABEL org.opencontainers.image.title=spfcheck org.opencontainers.image.licenses=MIT
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/spfcheck"]
