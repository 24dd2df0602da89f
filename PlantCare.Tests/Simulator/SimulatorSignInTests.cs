using System.Net;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Simulator.CommandLine;
using PlantCare.Tests.Api;

namespace PlantCare.Tests.Simulator;

public sealed class SimulatorSignInTests
{
    private static readonly Credentials Garden = new("garden@plantcare.example", "virtual plants need no water");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_without_an_account_is_refused_unless_it_may_be_made()
    {
        await using var host = await ApiHost.StartAsync();
        var auth = new PlantCareClient(host.Anonymous).Auth;

        var refusal = await Assert.ThrowsAsync<ApiException>(() => SimulatorRun.SignInAsync(auth, Garden, register: false, Cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.Status);

        Assert.NotEmpty((await SimulatorRun.SignInAsync(auth, Garden, register: true, Cancellation)).AccessToken);
        Assert.NotEmpty((await SimulatorRun.SignInAsync(auth, Garden, register: true, Cancellation)).AccessToken);
        Assert.NotEmpty((await SimulatorRun.SignInAsync(auth, Garden, register: false, Cancellation)).AccessToken);
    }

    [Fact]
    public async Task SignIn_with_a_wrong_password_never_makes_an_account()
    {
        await using var host = await ApiHost.StartAsync();
        var auth = new PlantCareClient(host.Anonymous).Auth;
        await SimulatorRun.SignInAsync(auth, Garden, register: true, Cancellation);

        var wrong = Garden with { Password = "some other password" };
        await Assert.ThrowsAsync<ApiException>(() => SimulatorRun.SignInAsync(auth, wrong, register: true, Cancellation));
    }
}
