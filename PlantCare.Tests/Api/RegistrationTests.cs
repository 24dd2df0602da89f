using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Tests.Api;

/// <summary>Who may register, and who becomes the administrator.</summary>
public sealed class RegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_first_account_administers_and_the_second_does_not()
    {
        await using var host = await ApiHost.StartAsync();
        var status = new PlantCareClient(host.Anonymous).Auth;
        Assert.Equal(new RegistrationStatus(RegistrationMode.Open, FirstAccount: true), await status.GetRegistrationAsync(Cancellation));

        using var first = await host.RegisterAsync();
        Assert.Equal(new RegistrationStatus(RegistrationMode.Open, FirstAccount: false), await status.GetRegistrationAsync(Cancellation));
        using var second = await host.RegisterAsync();

        Assert.True(first.Me.IsAdministrator);
        Assert.False(second.Me.IsAdministrator);
    }

    [Fact]
    public async Task Register_many_at_once_makes_exactly_one_administrator()
    {
        await using var host = await ApiHost.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RegisterAsync(host, $"person{number}@example.com")));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, await host.LookAsync(database => database.Users.CountAsync(user => user.IsAdministrator, Cancellation)));
    }

    [Fact]
    public async Task Register_same_address_many_times_at_once_makes_one_account()
    {
        await using var host = await ApiHost.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RegisterAsync(host, "person@example.com")));

        Assert.Equal(1, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.BadRequest));
        Assert.Equal(1, await host.LookAsync(database => database.Users.CountAsync(user => user.IsAdministrator, Cancellation)));
    }

    [Fact]
    public async Task Register_after_an_account_that_the_program_made_administers()
    {
        await using var host = await ApiHost.StartAsync();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var demo = new User { UserName = "demo@example.com", Email = "demo@example.com" };
            var made = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(demo, ApiCaller.Password);
            Assert.True(made.Succeeded);
        }

        Assert.True((await new PlantCareClient(host.Anonymous).Auth.GetRegistrationAsync(Cancellation)).FirstAccount);
        using var first = await host.RegisterAsync();

        Assert.True(first.Me.IsAdministrator);
    }

    [Theory]
    [InlineData("invite")]
    [InlineData("closed")]
    public async Task Register_where_registration_is_not_open_lets_only_the_first_in(string mode)
    {
        await using var host = await ApiHost.StartAsync(("Auth:Registration", mode));
        using var first = await host.RegisterAsync();
        Assert.True(first.Me.IsAdministrator);

        using var answer = await host.Anonymous.SendJsonAsync(
            HttpMethod.Post, "/auth/register", """{"email":"second@example.com","password":"a garden of my own"}""");

        var problem = await answer.ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains("administrator", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        using var status = await host.Anonymous.GetAsync("/auth/registration", Cancellation);
        Assert.Equal(mode, (await status.JsonAsync()).GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Register_many_at_once_where_registration_is_closed_lets_one_in()
    {
        await using var host = await ApiHost.StartAsync(("Auth:Registration", "closed"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => RegisterAsync(host, $"person{number}@example.com")));

        Assert.Equal(1, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(status => status == HttpStatusCode.Forbidden));
    }

    private static async Task<HttpStatusCode> RegisterAsync(ApiHost host, string email)
    {
        using var answer = await host.Anonymous.SendJsonAsync(
            HttpMethod.Post, "/auth/register", $$"""{"email":"{{email}}","password":"{{ApiCaller.Password}}"}""");
        return answer.StatusCode;
    }
}
