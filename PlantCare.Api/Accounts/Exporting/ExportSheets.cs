using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Audit;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>
/// Everything that an account has, table by table. Every table of the database that holds an account's rows is here, or a test says that it is
/// not. Each column is named: what is not named, such as a secret's hash, does not leave.
/// </summary>
/// <param name="database">Works for the account.</param>
/// <param name="readings">The readings store.</param>
/// <param name="time">Tells when now is.</param>
internal sealed class ExportSheets(PlantCareContext database, IReadingStore readings, TimeProvider time)
{
    /// <summary>The tables about the account itself.</summary>
    /// <param name="id">The account.</param>
    public IEnumerable<ExportSheet> OfPerson(Guid id)
    {
        yield return new ExportSheet<User>(
            "account",
            "Your account and its settings.",
            () => database.Users.AsNoTracking().Where(user => user.Id == id).AsAsyncEnumerable(),
            ("id", u => u.Id),
            ("email", u => u.Email),
            ("username", u => u.UserName),
            ("display_name", u => u.DisplayName),
            ("telegram_id", u => u.TelegramId),
            ("phone_number", u => u.PhoneNumber),
            ("is_administrator", u => u.IsAdministrator),
            ("email_confirmed", u => u.EmailConfirmed),
            ("two_factor", u => u.TwoFactorEnabled),
            ("language", u => u.Language),
            ("time_zone", u => u.TimeZone),
            ("temperature_unit", u => u.TemperatureUnit),
            ("light_unit", u => u.LightUnit),
            ("created_at", u => u.CreatedAt));
        yield return new ExportSheet<UserSession>(
            "sessions",
            "Where you are signed in.",
            () => database.Sessions.AsNoTracking().Where(session => session.UserId == id).ByIdAsync(session => session, session => session.Id),
            ("id", s => s.Id),
            ("method", s => s.Method),
            ("client", s => s.Client),
            ("address", s => s.Address),
            ("created_at", s => s.CreatedAt),
            ("last_used_at", s => s.LastUsedAt),
            ("expires_at", s => s.ExpiresAt));
        yield return new ExportSheet<ApiKey>(
            "api_keys",
            "Your keys for scripts, without the keys themselves.",
            () => database.ApiKeys.AsNoTracking().Where(key => key.UserId == id).ByIdAsync(key => key, key => key.Id),
            ("id", k => k.Id),
            ("name", k => k.Name),
            ("prefix", k => k.Prefix),
            ("scopes", k => k.Scopes),
            ("created_at", k => k.CreatedAt),
            ("expires_at", k => k.ExpiresAt),
            ("last_used_at", k => k.LastUsedAt));
        yield return new ExportSheet<Contracts.Audit.AuditEntryResponse>(
            "audit_log",
            "What mattered to your account's safety.",
            () => database.AuditLog.AsNoTracking().Where(entry => entry.UserId == id).ByNumberAsync(entry => entry, entry => entry.Id)
                .Select(entry => AuditEndpoints.ToOwnResponse(entry, id)),
            ("id", e => e.Id),
            ("at", e => e.At),
            ("actor_id", e => e.ActorId),
            ("actor", e => e.Actor),
            ("action", e => e.Action),
            ("subject", e => e.Subject),
            ("detail", e => e.Detail),
            ("address", e => e.Address),
            ("client", e => e.Client));
    }

    /// <summary>The tables about how else it signs in.</summary>
    /// <param name="id">The account.</param>
    public IEnumerable<ExportSheet> OfSignIns(Guid id)
    {
        yield return new ExportSheet<IdentityUserPasskey<Guid>>(
            "passkeys",
            "Your passkeys, of which only your devices hold the secret.",
            () => database.Set<IdentityUserPasskey<Guid>>().AsNoTracking().Where(passkey => passkey.UserId == id).AsAsyncEnumerable(),
            ("credential_id", p => p.CredentialId),
            ("name", p => p.Data.Name),
            ("created_at", p => p.Data.CreatedAt));
        yield return new ExportSheet<IdentityUserLogin<Guid>>(
            "logins",
            "Accounts elsewhere that sign you in here.",
            () => database.Set<IdentityUserLogin<Guid>>().AsNoTracking().Where(login => login.UserId == id).AsAsyncEnumerable(),
            ("provider", l => l.LoginProvider),
            ("provider_key", l => l.ProviderKey),
            ("provider_name", l => l.ProviderDisplayName));
        yield return new ExportSheet<IdentityUserClaim<Guid>>(
            "claims",
            "What else is noted of your account.",
            () => database.Set<IdentityUserClaim<Guid>>().AsNoTracking().Where(claim => claim.UserId == id).AsAsyncEnumerable(),
            ("type", c => c.ClaimType),
            ("value", c => c.ClaimValue));
    }

    /// <summary>The tables about its plants, and how they are cared for.</summary>
    /// <param name="id">The account.</param>
    public IEnumerable<ExportSheet> OfPlants(Guid id)
    {
        yield return new ExportSheet<Storage.Relational.Sharing.Place>(
            "places",
            "Where your plants stand together.",
            () => database.Places.AsNoTracking().Where(place => place.UserId == id).ByIdAsync(place => place, place => place.Id),
            ("id", p => p.Id),
            ("name", p => p.Name),
            ("kind", p => p.Kind),
            ("created_at", p => p.CreatedAt));
        yield return new ExportSheet<Storage.Relational.Plants.Plant>(
            "plants",
            "Your plants, archived ones too, with what they want and what you noted.",
            () => database.Plants.AsNoTracking().Where(plant => plant.UserId == id).ByIdAsync(plant => plant, plant => plant.Id),
            ("id", p => p.Id),
            ("name", p => p.Name),
            ("species", p => p.Species),
            ("location", p => p.Location),
            ("place_id", p => p.PlaceId),
            ("thresholds", p => p.Thresholds),
            ("care_info", p => p.CareInfo),
            ("active", p => p.Active),
            ("created_at", p => p.CreatedAt));
        yield return new ExportSheet<Storage.Relational.Sharing.Share>(
            "shares",
            "What you share with others, and what others share with you.",
            () => database.Shares.AsNoTracking().Where(share => share.UserId == id || share.HolderId == id).ByIdAsync(share => share, share => share.Id),
            ("id", s => s.Id),
            ("owner_id", s => s.UserId),
            ("plant_id", s => s.PlantId),
            ("place_id", s => s.PlaceId),
            ("role", s => s.Role),
            ("holder_id", s => s.HolderId),
            ("label", s => s.Label),
            ("accept_before", s => s.AcceptBefore),
            ("expires_at", s => s.ExpiresAt),
            ("created_at", s => s.CreatedAt),
            ("last_used_at", s => s.LastUsedAt));
        yield return new ExportSheet<ExportedNote>(
            "journal",
            "What was done to your plants, and what you wrote of others'; pictures are in the folder photos.",
            () => database.Journal.AsNoTracking().Where(entry => entry.UserId == id || entry.AuthorId == id).ByIdAsync(ExportedNote.Of, note => note.Id),
            ("id", n => n.Id),
            ("plant_id", n => n.PlantId),
            ("kind", n => n.Kind),
            ("note", n => n.Note),
            ("amount_ml", n => n.AmountMl),
            ("photo", n => n.PhotoPath),
            ("author", n => n.Author),
            ("happened_at", n => n.HappenedAt),
            ("created_at", n => n.CreatedAt));
        yield return new ExportSheet<Storage.Relational.Care.Alert>(
            "alerts",
            "Warnings about your plants.",
            () => database.Alerts.AsNoTracking().Where(alert => alert.UserId == id).ByIdAsync(alert => alert, alert => alert.Id),
            ("id", a => a.Id),
            ("plant_id", a => a.PlantId),
            ("device_id", a => a.DeviceId),
            ("kind", a => a.Kind),
            ("metric", a => a.Metric),
            ("value", a => a.Value),
            ("limit", a => a.Limit),
            ("state", a => a.State),
            ("opened_at", a => a.OpenedAt),
            ("acknowledged_at", a => a.AcknowledgedAt),
            ("acknowledged_by", a => a.AcknowledgedBy),
            ("resolved_at", a => a.ResolvedAt),
            ("resolved_by", a => a.ResolvedBy));
    }

    /// <summary>The tables about its devices, without a secret of theirs.</summary>
    /// <param name="id">The account.</param>
    public IEnumerable<ExportSheet> OfDevices(Guid id)
    {
        yield return new ExportSheet<Storage.Relational.Devices.Device>(
            "devices",
            "Your devices, without their secrets.",
            () => database.Devices.AsNoTracking().Where(device => device.UserId == id).ByIdAsync(device => device, device => device.Id),
            ("id", d => d.Id),
            ("device_id", d => d.DeviceId),
            ("name", d => d.Name),
            ("type", d => d.Type),
            ("config", d => d.Config),
            ("plant_id", d => d.PlantId),
            ("disabled_at", d => d.DisabledAt),
            ("firmware", d => d.Firmware),
            ("rssi", d => d.Rssi),
            ("interval_seconds", d => d.IntervalSeconds),
            ("online", d => d.Online),
            ("last_seen", d => d.LastSeen),
            ("battery", d => d.Battery),
            ("created_at", d => d.CreatedAt));
        yield return new ExportSheet<Storage.Relational.Devices.DeviceAssignment>(
            "device_assignments",
            "Since when your devices have been in which plant; device_row is a device's id.",
            () => database.DeviceAssignments.AsNoTracking().Where(assignment => assignment.UserId == id).ByIdAsync(assignment => assignment, assignment => assignment.Id),
            ("id", a => a.Id),
            ("device_row", a => a.DeviceRowId),
            ("plant_id", a => a.PlantId),
            ("since", a => a.Since));
        yield return new ExportSheet<Storage.Relational.Care.DeviceCommand>(
            "commands",
            "What your devices were told to do, and what you told others' to.",
            () => database.Commands.AsNoTracking().Where(command => command.UserId == id || command.RequestedById == id).ByIdAsync(command => command, command => command.Id),
            ("id", c => c.Id),
            ("device_id", c => c.DeviceId),
            ("plant_id", c => c.PlantId),
            ("action", c => c.Action),
            ("value", c => c.Value),
            ("seconds", c => c.Seconds),
            ("status", c => c.Status),
            ("detail", c => c.Detail),
            ("requested_by", c => c.RequestedBy),
            ("created_at", c => c.CreatedAt),
            ("expires_at", c => c.ExpiresAt),
            ("finished_at", c => c.FinishedAt));
        yield return new ExportSheet<Storage.Relational.Devices.DeadLetterRow>(
            "dead_letters",
            "What your devices sent and could not be stored, and why.",
            () => database.DeadLetters.AsNoTracking().Where(letter => letter.UserId == id).ByNumberAsync(letter => letter, letter => letter.Id),
            ("id", l => l.Id),
            ("device_id", l => l.DeviceId),
            ("topic", l => l.Topic),
            ("reason", l => l.Reason),
            ("detail", l => l.Detail),
            ("payload", l => Encoding.UTF8.GetString(l.Payload)),
            ("received_at", l => l.ReceivedAt));
    }

    /// <summary>The tables about what its gateways hear.</summary>
    /// <param name="id">The account.</param>
    public IEnumerable<ExportSheet> OfSensors(Guid id)
    {
        yield return new ExportSheet<Storage.Relational.Devices.GatewaySensor>(
            "gateway_sensors",
            "Sensors that your gateways hear and that are in no plant; device_row is a device's id.",
            () => database.GatewaySensors.AsNoTracking().Where(sensor => sensor.UserId == id).ByIdAsync(sensor => sensor, sensor => sensor.Id),
            ("id", s => s.Id),
            ("device_row", s => s.DeviceRowId),
            ("sensor", s => s.Sensor),
            ("dialect", s => s.Dialect),
            ("topic", s => s.Topic),
            ("payload", s => Encoding.UTF8.GetString(s.Payload)),
            ("first_seen", s => s.FirstSeen),
            ("last_seen", s => s.LastSeen));
        yield return new ExportSheet<Storage.Relational.Devices.SensorState>(
            "sensor_states",
            "When those of your gateways' sensors that are in a plant were last heard, and how they are; device_row is a device's id.",
            () => database.SensorStates.AsNoTracking().Where(sensor => sensor.UserId == id).ByIdAsync(sensor => sensor, sensor => sensor.Id),
            ("id", s => s.Id),
            ("device_row", s => s.DeviceRowId),
            ("sensor", s => s.Sensor),
            ("last_seen", s => s.LastSeen),
            ("interval_seconds", s => s.IntervalSeconds),
            ("battery", s => s.Battery),
            ("rssi", s => s.Rssi));
    }

    /// <summary>What its devices measured.</summary>
    /// <param name="id">The account.</param>
    public ExportSheet OfReadings(Guid id)
    {
        var ever = new TimeRange(DateTimeOffset.UnixEpoch, time.GetUtcNow().AddDays(1));
        return new ExportSheet<StoredValue>(
            "readings",
            "Every value that your devices measured and that is still kept, by time.",
            () => readings.ReadAsync(new ReadingQuery(new ReadingScope(id), ever), CancellationToken.None),
            ("time", v => v.Time),
            ("plant_id", v => v.PlantId),
            ("device_id", v => v.DeviceId),
            ("field", v => v.Metric),
            ("value", v => v.Value));
    }
}
