# One command for each thing that is done with jwtkeep. CMake and its presets do the work (CMakePresets.json); this file
# installs what is missing, calls them in order and says so.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test build alone bench bench-peers bench-crack bench-scan bench-serve bench-python judge-quality scan-quality fuzz test-kubernetes lint format check-format asan install deb sbom reproducible release-check clean packages-demo packages-test rooms peers

JOBS ?= $(shell nproc)
# Half of what the tests' time is, is waiting. Those that compute or count time say how many places they take.
TEST_JOBS ?= $(shell echo $$((2 * $(JOBS))))
# clang-tidy reads a file in about eight seconds: so many of those that the newest commits touched. `make lint` reads all.
TIDY_NEWEST ?= 10
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?=
BENCH_FLAGS ?=
SCAN_FLAGS ?=
DESTDIR ?=
RELEASE_CHECK_FLAGS ?= --source
PREFIX ?= /usr/local
PYTHON ?= python3

export CMAKE_COLOR_DIAGNOSTICS ?= $(if $(CI),OFF,ON)
export GTEST_COLOR ?= $(if $(CI),no,auto)
export NINJA_STATUS ?= [%f/%t] 

say = @echo "==> $(1)"

# $(1): preset. Ninja itself configures again when a CMake file changes, but it does not know the presets. In CI, where all is
# built from nothing, every preset compiles its sources in groups (cmake/unity.cmake), as release does anywhere.
define configure
	@if [ ! build/$(1)/configured -nt CMakePresets.json ]; then echo "==> configure: preset $(1)"; \
	  cmake --preset $(1) $(if $(CI),-DJWTKEEP_UNITY=ALL -DJWTKEEP_BUILT_ONCE=ON) >build/$(1)-configure.log 2>&1 || { cat build/$(1)-configure.log; exit 1; }; \
	  touch build/$(1)/configured; fi
endef

# $(1): preset, $(2): targets, or nothing for all.
define cmake_build
	$(call configure,$(1))
	@echo "==> build: preset $(1) $(2)"
	@cmake --build --preset $(1) -j $(JOBS) $(if $(2),--target $(2))
endef

help: ## print this list
	@echo "make TARGET, where TARGET is:"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
	  printf '  %-15s %s\n' "$$name" "$$text"; done

demo: packages-demo | build-folder ## build the release and show a secret's whole life, with PyJWT services as issuer and verifier
	$(call cmake_build,release,jwtkeep)
	$(call say,demo/run)
	@demo/run

test: export JWTKEEP_NODE_MODULES := $(CURDIR)/build/node_peers/node_modules
test: export JWTKEEP_JAVA_PEER := $(CURDIR)/build/java_peer/nimbus.jar
test: export JWTKEEP_GO_PEER := $(CURDIR)/build/go_peers/golang-jwt
test: export JWTKEEP_KUBE_API := $(CURDIR)/build/go_peers/kube_api
test: export JWTKEEP_OPENBAO := $(CURDIR)/build/openbao/bin/bao
test: export JWTKEEP_AWS_EMULATORS := $(CURDIR)/build/aws_emulators
test: export JWTKEEP_AZURE_SDK := $(CURDIR)/build/azure_sdk
test: export JWTKEEP_SCHEMATHESIS := $(CURDIR)/build/schemathesis
test: export JWTKEEP_EXAMPLES := $(CURDIR)/build/examples
# The first tests wait for half of their time: what comes after them is built meanwhile, in what they leave of the processors.
# Maven writes escape codes even where it colours nothing.
test: packages-test rooms check-format | build-folder ## everything that must hold: rooms, format, tests with g++, clang-tidy, tests with clang and sanitizers
	$(call configure,dev)
	$(call configure,asan)
	$(call say,build: preset dev; and what the tests speak with)
	@$(MAKE) peers >build/peers.log 2>&1 & peers=$$!; \
	  cmake --build --preset dev -j $(JOBS) || { kill $$peers; exit 1; }; \
	  wait $$peers || { cat build/peers.log; exit 1; }; sed 's/\x1b\[[0-9;]*m//g' build/peers.log
	$(call say,tests: g++; and the build of preset asan)
	@nice -n 19 ninja -C build/asan -j $(JOBS) >build/asan-build.log 2>&1 & build=$$!; \
	  ctest --preset dev -j $(TEST_JOBS) || { kill $$build; exit 1; }; \
	  wait $$build || { grep -v '^\[' build/asan-build.log; exit 1; }; tail -n 1 build/asan-build.log
	$(call say,tests and fuzz corpora: clang with AddressSanitizer and UndefinedBehaviorSanitizer; and clang-tidy on what changed last)
	@nice -n 19 $(PYTHON) tools/tidy.py build/dev build/tidy -j $(JOBS) --newest $(TIDY_NEWEST) >build/tidy.log 2>&1 & tidy=$$!; \
	  ctest --preset asan -LE long -j $(TEST_JOBS) || { kill $$tidy; exit 1; }; \
	  wait $$tidy || { cat build/tidy.log; exit 1; }; cat build/tidy.log

peers: | build-folder ## install what the tests speak with: libraries of other hands, servers, stand-ins
	$(call say,peers: jose and jsonwebtoken and dotenv and a driver of Chromium for Node; golang-jwt and keyfunc for Go; Nimbus for Java)
	@tools/install_node_peers.sh build/node_peers
	@tools/install_java_peer.sh build/java_peer
	$(call say,servers: OpenBao; an OpenID provider is among the peers for Node)
	@tools/install_openbao.sh build/openbao
	$(call say,stand-ins: moto and ministack for AWS; an API server of Kubernetes)
	@tools/install_moto.sh build/aws_emulators
	@tools/build_go_peer.sh build/go_peers
	$(call say,other hands: the client of Azure Key Vault; Schemathesis)
	@tools/install_azure_sdk.sh build/azure_sdk
	@tools/install_schemathesis.sh build/schemathesis
	$(call say,services of examples/: Express and FastAPI and Go and Spring Boot; nginx and Envoy in front of one)
	@tools/install_examples.sh build/examples

test-kubernetes: export JWTKEEP_KUBE_APISERVER := $(CURDIR)/build/go_peers/kube-apiserver
test-kubernetes: export JWTKEEP_KUBE_API := $(CURDIR)/tests/servers/kube_apiserver/serve.py
test-kubernetes: packages-test | build-folder ## the tests of k8s:// against Kubernetes' own API server; needs etcd (etcd-server) and ten minutes
	$(call cmake_build,dev,unit_destination jwtkeep)
	$(call say,kube-apiserver)
	@mkdir -p build/go_peers
	@cd tests/servers/kube_apiserver && GOTOOLCHAIN=local GOFLAGS=-mod=readonly CGO_ENABLED=0 go build -trimpath -o "$$JWTKEEP_KUBE_APISERVER" .
	@JWTKEEP_SOURCE_DIR=$(CURDIR) build/dev/tests/unit_destination --gtest_filter='Kubernetes/*:KubePlaceTest.*'
	@JWTKEEP_SOURCE_DIR=$(CURDIR) JWTKEEP_BINARY=$(CURDIR)/build/dev/cli/jwtkeep $(PYTHON) tests/e2e/kubernetes_test.py

build: packages-test | build-folder ## build the library, the binary and the tests (g++)
	$(call cmake_build,dev,)

alone: packages-demo | build-folder ## compile each source by itself, without groups and precompiled headers: each includes what it uses
	@cmake --preset release -B build/alone -DJWTKEEP_UNITY=OFF -DJWTKEEP_BENCH=OFF >build/alone-configure.log 2>&1 || { cat build/alone-configure.log; exit 1; }
	$(call say,build: each source by itself)
	@cmake --build build/alone -j $(JOBS)

asan: packages-test | build-folder ## build and test with clang, AddressSanitizer and UndefinedBehaviorSanitizer
	$(call cmake_build,asan,)
	@ctest --preset asan -j $(TEST_JOBS)

bench: export JWTKEEP_OPENBAO := $(CURDIR)/build/openbao/bin/bao
bench: export JWTKEEP_AWS_EMULATORS := $(CURDIR)/build/aws_emulators
bench: packages-test | build-folder ## run the benchmarks, one for each promise of the README
	$(call cmake_build,release,)
	@tools/install_openbao.sh build/openbao
	@tools/install_moto.sh build/aws_emulators
	@shopt -s nullglob; for program in build/release/bench/bench_*; do \
	  if [ -f "$$program" ] && [ -x "$$program" ]; then echo "==> $$program"; "$$program"; fi; done

bench-peers: packages-demo | build-folder ## measure jwtkeep against other JWT libraries; BENCH_FLAGS="--rounds 9 --no-docs"
	$(call cmake_build,release,peer_jwtkeep peer_limits)
	$(call say,peers)
	@tools/install_packages.sh bench || echo "peers: those whose packages are missing will be left out"
	@bench/peers/build.sh build/peers
	$(call say,measuring)
	@$(PYTHON) bench/peers/run.py $(BENCH_FLAGS)

judge-quality: packages-demo | build-folder ## judge 80 million random secrets, words and published ones; compare with zxcvbn (minutes)
	$(call cmake_build,release,judge_quality)
	@build/release/bench/judge_quality

scan-quality: packages-demo | build-folder ## scan the labelled corpus; recall and false findings by kind. SCAN_FLAGS="--missed --false"
	$(call cmake_build,release,scan_quality)
	@build/release/bench/scan_quality $(SCAN_FLAGS)

bench-crack: packages-demo | build-folder ## measure jwtkeep crack beside hashcat on the processor, in the same run
	$(call cmake_build,release,jwtkeep bench_crack)
	@tools/install_packages.sh bench || echo "bench-crack: without hashcat, its column stays empty"
	$(call say,kernels)
	@build/release/bench/bench_crack
	$(call say,jwtkeep crack and hashcat)
	@$(PYTHON) bench/crack.py build/release/cli/jwtkeep build/release/bench/bench_crack build/bench_crack $(BENCH_FLAGS)

bench-scan: packages-demo | build-folder ## measure jwtkeep scan beside ripgrep, gitleaks and kingfisher, those that are installed, in the same run
	$(call cmake_build,release,jwtkeep)
	@tools/install_packages.sh bench || echo "bench-scan: without ripgrep, its line is left out"
	@mkdir -p build/scan_peers
	@tools/install_scan_peers.sh build/scan_peers || echo "bench-scan: those that cannot be had are left out"
	$(call say,measuring)
	@$(PYTHON) bench/scan.py build/release/cli/jwtkeep build/bench_scan --peers build/scan_peers $(BENCH_FLAGS)

bench-serve: export JWTKEEP_OPENBAO := $(CURDIR)/build/openbao/bin/bao
bench-serve: packages-demo | build-folder ## measure the server with wrk beside OpenBao's transit engine, bare Asio and libcrypto, in the same run
	$(call cmake_build,release,jwtkeep serve_plain bare_asio)
	@tools/install_packages.sh bench
	@tools/install_openbao.sh build/openbao
	$(call say,the HTTP server alone)
	@$(PYTHON) bench/web.py build/release
	$(call say,jwtkeep serve)
	@$(PYTHON) bench/serve.py build/release/cli/jwtkeep build/bench_serve --bao "$$JWTKEEP_OPENBAO" $(BENCH_FLAGS)

fuzz: packages-test | build-folder ## fuzz every parser for FUZZ_SECONDS (60) each; FUZZ_TARGETS="base_json ..." for some
	$(call cmake_build,fuzz,)
	@tools/fuzz.sh build/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

.PHONY: docs
docs: packages-test | build-folder ## build the documentation as a site that can be searched offline: build/site/index.html
	$(call say,the pages by mkdocs and the C++ API by doxygen)
	@$(PYTHON) tools/site/build.py build/site

lint: packages-test check-format rooms | build-folder ## format, rooms and clang-tidy; a file that did not change is not read again
	$(call configure,dev)
	$(call say,clang-tidy)
	@$(PYTHON) tools/tidy.py build/dev build/tidy -j $(JOBS)

format: packages-test ## format every C++ file
	@tools/sources.sh | xargs -0 clang-format-19 -i
	$(call say,formatted)

install: packages-demo | build-folder ## install into $(DESTDIR)$(PREFIX)
	$(call cmake_build,release,packaged)
	@export DESTDIR="$(DESTDIR)"; for part in runtime dev capi capi_dev; do \
	  cmake --install build/release --prefix "$(PREFIX)" --component $$part; done

deb: packages-demo | build-folder ## make Debian packages in build/packages: jwtkeep, libjwtkeep-dev (and libjwtkeep0)
	$(call cmake_build,release,packaged)
	$(call say,cpack)
	@packaging/make_debs.sh build/release build/packages

sbom: packages-demo | build-folder ## say what the binary is made of: build/jwtkeep.spdx.json (SPDX 2.3)
	$(call cmake_build,release,jwtkeep)
	@$(PYTHON) tools/sbom.py --build build/release build/release/cli/jwtkeep >build/jwtkeep.spdx.json
	$(call say,build/jwtkeep.spdx.json)

reproducible: packages-demo | build-folder ## build twice from nothing in two folders; the binary, archives and packages must be the same bytes
	@packaging/checks/reproducible.sh build/reproducible $(JOBS)

# What takes longer than CI can bear, each step a target of its own. Needs root, debootstrap and three hours.
release-check: packages-release ## all that a release has to pass: lint, two equal builds, packages in a fresh root, a long fuzz
	$(call say,release-check: format and rooms and clang-tidy)
	@$(MAKE) lint
	$(call say,release-check: each source by itself)
	@$(MAKE) alone
	$(call say,release-check: all tests under the sanitizers)
	@$(MAKE) asan
	$(call say,release-check: the same bytes from two folders)
	@$(MAKE) reproducible
	$(call say,release-check: the packages in a fresh root; README as printed there)
	@$(MAKE) deb
	@$(PYTHON) packaging/checks/packages_check.py build/packages build/packages_check $(RELEASE_CHECK_FLAGS)
	$(call say,release-check: the SBOM as spdx-tools reads it)
	@tools/install_venv.sh tests/peers/spdx/spdx_tools.txt build/spdx spdx-tools
	@JWTKEEP_BUILD_DIR=$(CURDIR)/build/release build/spdx/bin/python tests/package/install_test.py Sbom
	$(call say,release-check: every parser fuzzed for $(FUZZ_SECONDS) s)
	@$(MAKE) fuzz
	$(call say,release-check: all of it held)

.PHONY: packages-release
packages-release:
	@tools/install_packages.sh release

bench-python: packages-test | build-folder ## measure jwtkeep from Python beside PyJWT, in the same run
	$(call cmake_build,release,jwtkeep_c)
	@/usr/bin/python3 -m venv --system-site-packages build/bench_python
	@JWTKEEP_BUILD_DIR=build/release build/bench_python/bin/pip install -q --no-index --no-deps --no-build-isolation --force-reinstall ./python
	$(call say,jwtkeep from Python)
	@build/bench_python/bin/python bench/python.py $(BENCH_FLAGS)

clean: ## remove everything that was built
	@rm -rf build
	$(call say,build/ is gone)

rooms: packages-test
	$(call say,every include against rooms.txt)
	@$(PYTHON) tools/check_rooms.py

check-format: packages-test
	$(call say,format)
	@tools/sources.sh | xargs -0 clang-format-19 --dry-run --Werror

packages-demo:
	@tools/install_packages.sh demo

packages-test:
	@tools/install_packages.sh test

.PHONY: build-folder
build-folder:
	@mkdir -p build
