using System.Globalization;

namespace PlantCare.Standalone;

/// <summary>What a person reads first: where everything is, and what to do next.</summary>
/// <param name="Web">Where the dashboard answers.</param>
/// <param name="Api">Where Api answers.</param>
/// <param name="MqttPort">Where devices connect without TLS; with a certificate only those on this machine, unless the settings let in others.</param>
/// <param name="MqttTlsPort">Where devices connect with TLS; null without a certificate.</param>
/// <param name="Fingerprint">The certificate's; null without one.</param>
/// <param name="Data">The data folder.</param>
/// <param name="DemoSignIn">How to sign in to the demo; null when there is none.</param>
internal sealed record Banner(string Web, string Api, int MqttPort, int? MqttTlsPort, string? Fingerprint, string Data, DemoSignIn? DemoSignIn)
{
    public override string ToString()
    {
        var next = DemoSignIn is { } demo
            ? $"""
                Next: open the dashboard and look at the demo's three plants. Sign in with
                  e-mail     {demo.Email}
                  password   {demo.Password}
              """
            : "  Next: open the dashboard, make your account (the first one administers), then add a plant and a device.";
        var mqtt = string.Create(CultureInfo.InvariantCulture, $"port {MqttPort}");
        if (MqttTlsPort is { } secure)
        {
            mqtt += string.Create(
                CultureInfo.InvariantCulture, $" (plain), port {secure} (TLS)\n    TLS        SHA-256 {Fingerprint}\n               compare it where a browser or a device asks whether to trust");
        }

        return $"""

              PlantCare is running.

                Dashboard  {Web}
                API        {Api}  (documentation: {Api}/docs)
                MQTT       {mqtt}
                Data       {Data}

            {next}

              Ctrl-C stops.

            """;
    }
}

/// <summary>The demo owner's account.</summary>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Password">Its password, new at every start.</param>
internal sealed record DemoSignIn(string Email, string Password);
