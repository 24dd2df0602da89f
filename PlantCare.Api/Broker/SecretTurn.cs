using System.Globalization;

namespace PlantCare.Api.Broker;

/// <summary>
/// Which secret an account of the broker has, and how long it has had it. While a device has two secrets the broker, which keeps one, has them by
/// turns (docs/decisions/0019). What there is to know of it is written beside the account, so that whoever looks next goes on from there.
/// </summary>
/// <param name="Fingerprint">The secret's.</param>
/// <param name="Step">How many turns there have been since the device was last heard.</param>
/// <param name="Since">When this turn began, UTC; null for a secret that was there before there were two.</param>
internal sealed record SecretTurn(string Fingerprint, int Step = 0, DateTimeOffset? Since = null)
{
    private const string Turn = "; turn ";
    private const string Began = " since ";

    // Twenty doublings of a second are twelve days; nothing is ever longer than the time that both are good.
    private const int MaxStep = 40;

    /// <summary>Reads what is written beside an account; null when it is no device's.</summary>
    /// <param name="description">Such as <c>PlantCare device; secret 3f…; turn 3 since 1764061200000</c>.</param>
    public static SecretTurn? Parse(string? description)
    {
        if (description?.StartsWith(DeviceAccount.SecretLabel, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var rest = description.AsSpan(DeviceAccount.SecretLabel.Length);
        var turn = rest.IndexOf(Turn, StringComparison.Ordinal);
        if (turn < 0)
        {
            return new SecretTurn(rest.ToString());
        }

        var fingerprint = rest[..turn].ToString();
        rest = rest[(turn + Turn.Length)..];
        var began = rest.IndexOf(Began, StringComparison.Ordinal);
        return began >= 0
            && int.TryParse(rest[..began], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && long.TryParse(rest[(began + Began.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            && since <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new SecretTurn(fingerprint, Math.Min(step, MaxStep), DateTimeOffset.FromUnixTimeMilliseconds(since))
            : new SecretTurn(fingerprint);
    }

    /// <summary>Whose turn it is next, if it is time.</summary>
    /// <param name="device">A device with two secrets.</param>
    /// <param name="lastHeard">When it was last heard at the broker, as far as that is known, UTC.</param>
    /// <param name="now">The time.</param>
    /// <param name="first">How long the first turns last; each pair of turns lasts twice as long as the one before.</param>
    /// <returns>Null to leave it as it is.</returns>
    public SecretTurn? Next(DeviceCredential device, DateTimeOffset? lastHeard, DateTimeOffset now, TimeSpan first)
    {
        var previous = device.Previous!;
        var began = Since ?? previous.Since;

        // The new one: whoever had signed in with it would have been heard.
        if (Fingerprint == DeviceAccount.FingerprintOf(device.SecretHash))
        {
            return now - began < LengthOf(Step, first)
                ? null
                : new SecretTurn(DeviceAccount.FingerprintOf(previous.Hash), Math.Min(Step + 1, MaxStep), now);
        }

        // The old one: nothing is lost as long as the device is there with it.
        if (device.Presence.IsThere(lastHeard, now))
        {
            return null;
        }

        var heard = Later(device.Presence.LastSeen, lastHeard);
        var (step, quietSince) = heard > began ? (0, heard.Value) : (Step, began);
        return now - quietSince < LengthOf(step, first) ? null : new SecretTurn(DeviceAccount.FingerprintOf(device.SecretHash), step + 1, now);
    }

    /// <summary>As it is written beside the account.</summary>
    public override string ToString() => Since is { } since
        ? string.Create(CultureInfo.InvariantCulture, $"{DeviceAccount.SecretLabel}{Fingerprint}{Turn}{Step}{Began}{since.ToUnixTimeMilliseconds()}")
        : DeviceAccount.SecretLabel + Fingerprint;

    private static TimeSpan LengthOf(int step, TimeSpan first)
    {
        var length = first.TotalSeconds * Math.Pow(2, step / 2);
        return TimeSpan.FromSeconds(Math.Min(length, TimeSpan.FromDays(1).TotalSeconds));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
