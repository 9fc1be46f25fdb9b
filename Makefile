# For every make but GNU's, which reads GNUmakefile instead.

all book test check serve clean lock record anchors sbom audit pdf:
	@echo "This project is built with GNU make: gmake $@ (install it as gmake or make)." >&2; exit 1

.PHONY: all book test check serve clean lock record anchors sbom audit pdf
