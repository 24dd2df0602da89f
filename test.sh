#!/usr/bin/env bash
# Runs every test against real servers. Arguments go to the test runner: ./test.sh --filter-class '*ReadingDecoder*'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

# The servers that tests start instances of their own of; none of Debian's own services is needed.
declare -A packages=(
  [/usr/lib/postgresql/15/bin/postgres]=postgresql
  [/usr/sbin/mosquitto]=mosquitto
  [/usr/bin/mosquitto_pub]=mosquitto-clients
  [/usr/bin/influxd]=influxdb
  [/usr/bin/chromium]=chromium
  [/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf]=fonts-dejavu-core
)
missing=()
for program in "${!packages[@]}"; do
  [[ -e $program ]] || missing+=("${packages[$program]}")
done

if ((${#missing[@]})); then
  if [[ $(id -u) == 0 && -e /etc/debian_version ]]; then
    echo "Installing ${missing[*]}"
    # policy-rc.d: a package must not start its service, which would take the ports that people use.
    policy=/usr/sbin/policy-rc.d
    if [[ ! -e $policy ]]; then
      printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy"
      trap 'rm -rf "$results" "$policy"' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  else
    echo "Missing: ${missing[*]}. Tests that need them are skipped; on Debian, apt-get install ${missing[*]}" >&2
  fi
fi

dotnet build PlantCare.Tests -c Release -v quiet
status=0
dotnet test --project PlantCare.Tests -c Release --no-build --no-progress \
  --results-directory "$results" --report-xunit-ctrf --report-xunit-ctrf-filename results.json "$@" | tee "$results/output" || status=$?
# Again at the end, where people look, each with what was wrong.
grep -A 5 '^failed ' "$results/output" | cut -c 1-600 || true

# Counts as the runner itself wrote them, whatever its console says.
count() { grep -o "\"$1\": *[0-9]*" "$results/results.json" | head -n 1 | grep -o '[0-9]*$'; }
if [[ ! -s $results/results.json ]]; then
  echo "The test run ended without a result." >&2
  exit "$((status == 0 ? 1 : status))"
fi
echo "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
exit "$status"
