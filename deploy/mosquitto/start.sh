#!/bin/sh
# Starts Mosquitto; before its very first start, makes the services' account, which administers the others (docs/decisions/0011).
# The password: MQTT_PASSWORD_FILE (a secret's file) or MQTT_PASSWORD.
set -eu

config="${MOSQUITTO_CONFIG:-/mosquitto/config}"
data="${MOSQUITTO_DATA:-/mosquitto/data}"
certificates="${MOSQUITTO_CERTIFICATES:-/mosquitto/certificates}"
run="${MOSQUITTO_RUN:-/tmp/mosquitto}"
user="${MQTT_USER:-plantcare}"
password="${MQTT_PASSWORD:-}"
[ -z "${MQTT_PASSWORD_FILE:-}" ] || password="$(cat "$MQTT_PASSWORD_FILE")"

fail() {
  echo "Mosquitto cannot start: $1" >&2
  exit 2
}

[ -n "$password" ] || fail "the services' account has no password. Give one with MQTT_PASSWORD_FILE or MQTT_PASSWORD."

# step 1: accounts. Complete or not there at all: a start that was cut short begins anew.
accounts="$data/dynamic-security.json"
if [ ! -s "$accounts" ]; then
  rm -f "$accounts.new"
  (umask 077 && mosquitto_ctrl dynsec init "$accounts.new" "$user" "$password" > /dev/null) ||
    fail "the services' account cannot be made in $accounts."
  mv "$accounts.new" "$accounts"
fi

# step 2: TLS where there is a certificate. A file that is there and cannot be read ends the start, as it should.
rm -rf "$run"
mkdir -p "$run/conf.d" "$run/health"
if [ -e "$certificates/server.crt" ]; then
  cp "$config/tls.conf" "$run/conf.d/tls.conf"
fi

# step 3: what healthy.sh signs in with, for this container's eyes only
(umask 077 && printf -- '-u %s\n-P %s\n' "$user" "$password" > "$run/health/mosquitto_sub")
unset password MQTT_PASSWORD

# step 4: as root, Mosquitto changes to its own account, which must be able to write what was made for it
if [ "$(id -u)" = 0 ]; then
  chown -R "${MOSQUITTO_ACCOUNT:-mosquitto}" "$data" "$run"
fi

exec mosquitto -c "$config/mosquitto.conf"
