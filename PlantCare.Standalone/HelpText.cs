namespace PlantCare.Standalone;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    public const string Text =
        """
        PlantCare, home edition: MQTT broker, ingest, API and dashboard in one process.

        Arguments
          --demo       a demo owner with three plants whose virtual devices publish through the broker
          --no-demo    without it
          --help       this text
          --Key=value  any setting below, written with ':' instead of '__'

        Settings (environment variables)
          PLANTCARE_DATA      folder for databases and keys         [this account's data folder + /plantcare]
          Keys__Certificate   encrypts the keys of tokens           [keys.pem in that folder, made at the first start]
          Web__Urls           where the dashboard listens           [http://*:8080]
          Api__Urls           where the API listens                 [http://*:5004]
          Tls__Certificate    PEM or .pfx file: encrypts everything [none; Tls__Key, Tls__Password]
          Tls__Generate       true: makes a certificate, and shows its fingerprint
          Mqtt__Port          where devices connect                 [1883]
          Mqtt__TlsPort       the same with TLS                     [8883, with a certificate]
          Mqtt__Bind          the address for devices               [*]
          Mqtt__PublicHost    the host name that devices are told   [as the owner reached the server]
          Auth__Registration  open, invite or closed                [open]
          Ingest__Retention   how long readings are kept            [30.00:00:00, days first]
          Port 0 means any free one; the banner prints it.
        """;
}
