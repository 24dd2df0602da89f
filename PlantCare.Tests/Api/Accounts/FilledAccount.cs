using System.Net;
using System.Text;
using Microsoft.AspNetCore.Identity;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Readings;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Mail;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Sharing;
using PlantCare.Storage.Relational.Telegram;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>An account with something of everything, all of which holds its id or its <see cref="Mark"/>.</summary>
internal sealed class FilledAccount : IDisposable
{
    private FilledAccount(ApiCaller caller, string mark) => (Caller, Mark) = (caller, mark);

    public ApiCaller Caller { get; }

    /// <summary>Stands in its name, its address and all that it named or wrote.</summary>
    public string Mark { get; }

    public PlantResponse Plant { get; private set; } = null!;

    public DeviceWithSecretResponse Device { get; private set; } = null!;

    public Guid Id => Caller.Me.Id;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="host">Where.</param>
    /// <param name="neighbour">Somebody with a plant whose plants it has written about.</param>
    public static async Task<FilledAccount> CreateAsync(ApiHost host, ApiCaller neighbour)
    {
        var mark = $"ada{Guid.CreateVersion7():n}";
        var account = new FilledAccount(await host.RegisterAsync($"{mark}@example.com"), mark);
        await account.FillAsync(host, neighbour, (await neighbour.AddPlantAsync("Neighbour's rose")).Id);
        return account;
    }

    /// <summary>Sends a reading as its device does.</summary>
    public async Task<HttpStatusCode> SubmitAsync(string payload = """{"temperature":21.5,"lighting":"ON"}""")
    {
        using var answer = await Caller.SubmitAsync(Device.DeviceId, Device.Secret, payload);
        return answer.StatusCode;
    }

    public void Dispose() => Caller.Dispose();

    private async Task FillAsync(ApiHost host, ApiCaller neighbour, Guid rose)
    {
        await Caller.Client.Users.UpdateMeAsync(new UpdateUserRequest { DisplayName = Mark }, Cancellation);
        Plant = await Caller.AddPlantAsync($"{Mark}'s basil");
        Device = await Caller.AddDeviceAsync(Plant.Id, Mark);
        Assert.Equal(HttpStatusCode.Accepted, await SubmitAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SubmitAsync($"no reading of {Mark}"));
        await host.LookAsync(database =>
        {
            database.AddRange([.. OwnRows(TimeProvider.System.GetUtcNow()), .. Credentials(), .. NeighboursRows(neighbour.Me.Id, rose)]);
            return database.SaveChangesAsync(Cancellation);
        });
    }

    private IEnumerable<object> OwnRows(DateTimeOffset now)
    {
        var place = new Place { UserId = Id, Name = Mark, Kind = "home" };
        yield return place;
        yield return new Share { UserId = Id, PlantId = Plant.Id, Role = ShareRole.Sitter, TokenHash = Id.ToByteArray(), Label = Mark };
        yield return new Share { UserId = Id, PlaceId = place.Id, Role = ShareRole.Viewer, TokenHash = [1, .. Id.ToByteArray()], AcceptBefore = now };
        yield return new JournalEntry { UserId = Id, PlantId = Plant.Id, AuthorId = Id, Author = Mark, Note = Mark, Photo = Encoding.UTF8.GetBytes(Mark), PhotoType = "image/png" };
        yield return new DeviceCommand { UserId = Id, DeviceId = Mark, PlantId = Plant.Id, Action = "water", RequestedById = Id, RequestedBy = Mark };
        yield return new Alert { UserId = Id, PlantId = Plant.Id, DeviceId = Mark, Metric = "soil_moisture", AcknowledgedBy = Mark };
        yield return new DeviceAssignment { UserId = Id, DeviceRowId = Device.Id, PlantId = Plant.Id, Since = now };
        yield return new GatewaySensor { UserId = Id, DeviceRowId = Device.Id, Sensor = Mark, Dialect = "miflora", Topic = Mark, Payload = Encoding.UTF8.GetBytes(Mark) };
        yield return new SensorState { UserId = Id, DeviceRowId = Device.Id, Sensor = Mark, LastSeen = now };
        yield return new AuditEntry { UserId = Id, ActorId = Id, Actor = Mark, Action = "test", At = now };
        yield return new OutboxLetter { Kind = "notice", RecipientId = Id, AddressHash = [1], CreatedAt = now, NextAt = now.AddDays(1) };
        yield return new TelegramRequest { UserId = Id, CodeHash = Id.ToByteArray(), Client = Mark, CreatedAt = now, ExpiresAt = now.AddDays(1) };
        yield return new OutboxLetter { Kind = "invitation", SenderId = Id, AddressHash = [2], CreatedAt = now, NextAt = now.AddDays(1), Fault = Mark };

        // From before its device was known.
        yield return new DeadLetterRow { DeviceId = Mark, Topic = Mark, Payload = Encoding.UTF8.GetBytes(Mark), Reason = RejectionReason.UnknownDevice, Detail = Mark };
    }

    private IEnumerable<object> Credentials()
    {
        yield return new ApiKey { UserId = Id, Name = Mark, KeyHash = Id.ToByteArray(), Prefix = "pck_ada", Scopes = "read" };
        yield return new IdentityUserClaim<Guid> { UserId = Id, ClaimType = "test", ClaimValue = Mark };
        yield return new IdentityUserLogin<Guid> { UserId = Id, LoginProvider = "elsewhere", ProviderKey = Mark };
        yield return new IdentityUserToken<Guid> { UserId = Id, LoginProvider = "here", Name = Mark, Value = "token" };
        yield return new IdentityUserPasskey<Guid>
        {
            UserId = Id,
            CredentialId = Id.ToByteArray(),
            Data = new IdentityPasskeyData { Name = Mark, PublicKey = [1], AttestationObject = [1], ClientDataJson = [1], Transports = ["usb"] },
        };
        yield return new Invitation { Email = Caller.Me.Email.ToUpperInvariant(), TokenHash = Id.ToByteArray(), CreatedById = Id };
    }

    // What it did to others' plants, and what they wrote down of it.
    private IEnumerable<object> NeighboursRows(Guid neighbour, Guid rose)
    {
        yield return new Share { UserId = neighbour, PlantId = rose, Role = ShareRole.Caretaker, HolderId = Id, Label = Caller.Me.Email };
        yield return new Share { UserId = neighbour, PlantId = rose, Role = ShareRole.Viewer, TokenHash = [2, .. Id.ToByteArray()], Label = Caller.Me.Email };
        yield return new JournalEntry { UserId = neighbour, PlantId = rose, AuthorId = Id, Author = Mark, Note = "watered" };
        yield return new DeviceCommand { UserId = neighbour, DeviceId = "rose-1", PlantId = rose, Action = "water", RequestedById = Id, RequestedBy = Mark };
        yield return new Alert { UserId = neighbour, PlantId = rose, DeviceId = "rose-1", AcknowledgedBy = Mark, ResolvedBy = Mark };
        yield return new AuditEntry { UserId = neighbour, ActorId = Id, Actor = Mark, Action = "command.sent", Address = "192.0.2.7", Client = Mark };
        yield return new AuditEntry { UserId = neighbour, ActorId = neighbour, Actor = "neighbour", Action = "share.created", Subject = Caller.Me.Email, Detail = $"{Caller.Me.Email} as caretaker" };
    }
}
