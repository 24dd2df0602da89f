using System.Net;
using Microsoft.Extensions.Logging;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Simulator.Model;
using PlantCare.Simulator.Publishing;

namespace PlantCare.Simulator.CommandLine;

/// <summary>Does what the command line asks for.</summary>
internal static partial class SimulatorRun
{
    private static readonly TimeSpan HistoryEvery = TimeSpan.FromMinutes(5);

    public static async Task StartAsync(SimulatorOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        if (options.Help)
        {
            Console.WriteLine(SimulatorOptions.HelpText);
            return;
        }

        if (options.Api is { } api)
        {
            using var http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) };
            var client = new PlantCareClient(http);
            var tokens = await SignInAsync(client.Auth, new Credentials(options.Email!, options.Password!), options.Register, cancellationToken);
            http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
            await DemoGarden.RunAsync(client, options.Broker, time, logger, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        var plant = new VirtualPlant(options.Pot, options.Seed, now - options.History);
        await using var link = new DeviceLink(options.Broker, new DeviceSignIn(options.DeviceId!, options.Secret!), time, logger);
        var device = new VirtualDevice(plant, link, time, logger);
        if (options.History > TimeSpan.Zero)
        {
            var published = await device.PublishHistoryAsync(now, HistoryEvery, cancellationToken);
            Log.Published(logger, published);
        }

        if (!options.HistoryOnly)
        {
            await device.RunAsync(options.Every, options.Speed, cancellationToken);
        }
    }

    /// <summary>Signs in; an account that is not there is made first where that was asked for.</summary>
    /// <exception cref="ApiException">Api does not know the account, or does not let it be made.</exception>
    internal static async Task<Tokens> SignInAsync(AuthClient auth, Credentials credentials, bool register, CancellationToken cancellationToken)
    {
        try
        {
            return await auth.LoginAsync(credentials, cancellationToken);
        }
        catch (ApiException refusal) when (register && refusal.Status == HttpStatusCode.Unauthorized)
        {
            await auth.RegisterAsync(credentials, cancellationToken);
            return await auth.LoginAsync(credentials, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Readings} readings of the past were published")]
        public static partial void Published(ILogger logger, int readings);
    }
}
