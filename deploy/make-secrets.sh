#!/bin/sh
# Makes the secrets that compose.yaml hands to the containers, each a file; one that is there already is kept.
# Containers do not run as this account and see the files as they are here: so the files are readable, and their folder is not.
set -eu
cd "$(dirname "$0")"
(umask 077 && mkdir -p secrets)
chmod 700 secrets
cd secrets

# make FILE CONTENT
make() {
  [ -s "$1" ] || printf '%s\n' "$2" > "$1"
  chmod 644 "$1"
}

random() {
  od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

make postgres-password "$(random 24)"
make influxdb-password "$(random 16)"
make influxdb-token "$(random 32)"
make mqtt-password "$(random 24)"

# The file's name is the setting's (docs/settings.md).
make ConnectionStrings__plantcare "Host=postgres;Database=smart_plant_care;Username=plantcare;Password=$(cat postgres-password);GSS Encryption Mode=Disable"
make ConnectionStrings__influxdb "Endpoint=http://influxdb:8086;Token=$(cat influxdb-token);Org=smart_plant_care;Bucket=sensor_data"
make ConnectionStrings__mqtt "mqtt://plantcare:$(cat mqtt-password)@mosquitto:1883"

# What the keys that protect tokens and cookies are encrypted with. Without OpenSSL the file stays empty, and they are not: Api says so at start.
if [ ! -s Keys__Certificate ]; then
  if command -v openssl > /dev/null; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 36500 -subj "/CN=PlantCare keys" -keyout keys.key -out keys.crt 2> /dev/null
    cat keys.crt keys.key > Keys__Certificate
    rm keys.crt keys.key
  else
    : > Keys__Certificate
    echo "openssl is not here: the keys of tokens and cookies will be kept unencrypted. Install it and run this again." >&2
  fi
fi
chmod 644 Keys__Certificate

# Under its name the broker keeps what Ingest has not taken yet: the same at every start, and not to be guessed.
make Subscriber__Instance "ingest-$(random 8)"

# The mail server's password, where it asks for one: write it into the file. Empty, there is none.
[ -e Mail__Password ] || : > Mail__Password
chmod 644 Mail__Password

# The token of a Telegram bot, where people are to sign in with one: write it into the file. Empty, there is none.
[ -e Telegram__BotToken ] || : > Telegram__BotToken
chmod 644 Telegram__BotToken
