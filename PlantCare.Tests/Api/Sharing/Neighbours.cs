using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>What people do who share plants.</summary>
internal static class Neighbours
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Shares a plant, which the other accepts.</summary>
    public static async Task<ShareResponse> SharePlantAsync(
        this ApiCaller owner, Guid plantId, ApiCaller other, ShareRole role, DateTimeOffset? expiresAt = null)
    {
        var invitation = await owner.Client.Shares.SharePlantAsync(plantId, new CreateShareRequest(role, ExpiresAt: expiresAt), Cancellation);
        return await other.Client.Shares.AcceptAsync(invitation.Token, Cancellation);
    }

    /// <summary>Shares a place, which the other accepts.</summary>
    public static async Task<ShareResponse> SharePlaceAsync(
        this ApiCaller owner, Guid placeId, ApiCaller other, ShareRole role, DateTimeOffset? expiresAt = null)
    {
        var invitation = await owner.Client.Shares.SharePlaceAsync(placeId, new CreateShareRequest(role, ExpiresAt: expiresAt), Cancellation);
        return await other.Client.Shares.AcceptAsync(invitation.Token, Cancellation);
    }

    /// <summary>Says that the account's address is its own.</summary>
    public static Task ConfirmAddressAsync(this ApiHost host, ApiCaller caller) => host.LookAsync(database =>
        database.Users.Where(user => user.Id == caller.Me.Id).ExecuteUpdateAsync(user => user.SetProperty(u => u.EmailConfirmed, true), Cancellation));

    /// <summary>Calls with a sitter link.</summary>
    public static SitterCaller SitWith(this ApiHost host, string token)
    {
        var http = host.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new SitterCaller(http);
    }
}

/// <summary>Somebody with a sitter link.</summary>
/// <param name="http">Sends the link's token.</param>
internal sealed class SitterCaller(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    public PlantCareClient Client { get; } = new(http);

    public void Dispose() => http.Dispose();
}
