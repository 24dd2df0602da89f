using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Simulator;

namespace PlantCare.Standalone.Demo;

/// <summary>
/// The demo: an owner like any other, and three virtual plants whose devices are added through Api and publish through the broker, as
/// real ones would.
/// </summary>
internal sealed partial class DemoGardenHost : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _http;
    private readonly Task _running;

    private DemoGardenHost(DemoSignIn signIn, HttpClient http, BrokerAddress broker, IServiceProvider services)
    {
        SignIn = signIn;
        _http = http;
        _running = Task.Run(() => RunAsync(broker, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<DemoGardenHost>>()));
    }

    /// <summary>How to sign in as the demo's owner.</summary>
    public DemoSignIn SignIn { get; }

    /// <summary>Makes the owner, or gives it a new password, and lets its plants grow.</summary>
    public static async Task<DemoGardenHost> StartAsync(IServiceProvider services, Uri api, int mqttPort, CancellationToken cancellationToken)
    {
        var signIn = await DemoOwner.EnsureAsync(services);
        var http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) };
        var tokens = await new PlantCareClient(http).Auth.LoginAsync(new Credentials(signIn.Email, signIn.Password), cancellationToken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        return new DemoGardenHost(signIn, http, new BrokerAddress("127.0.0.1", mqttPort), services);
    }

    /// <summary>Says that the devices go offline, and waits for it a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(StopTimeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(BrokerAddress broker, TimeProvider time, ILogger logger)
    {
        try
        {
            await DemoGarden.RunAsync(new PlantCareClient(_http), broker, time, logger, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The end of the demo.
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The demo has stopped; everything else goes on")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
