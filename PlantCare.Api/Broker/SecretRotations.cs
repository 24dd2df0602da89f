using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Broker;

/// <summary>
/// Lets devices with two secrets in at a broker that keeps one for each: the broker has them by turns while the device is away, and keeps the one
/// with which it came. The turns become longer, so that whatever a device's own rhythm of trying is, it comes to a turn of its secret that lasts
/// longer than its pause (docs/decisions/0019).
/// </summary>
internal sealed class SecretRotations(
    DeviceDirectory directory, DeviceCredentials devices, PreviousSecrets secrets, DeviceAccountSettings settings, TimeProvider time)
{
    private const int BatchSize = 10;

    /// <summary>Works until cancelled, or the connection ends.</summary>
    public async Task KeepAsync(ControlChannel channel, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Known>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(settings.FirstTurn / 2, time);
        do
        {
            // step 1: whose secrets there are two of
            var rotating = directory.Rotating.Select(device => device.DeviceId).ToHashSet(StringComparer.Ordinal);
            foreach (var name in known.Keys.Where(name => !rotating.Contains(name)).ToList())
            {
                await channel.StopListeningToAsync(name, cancellationToken);
                known.Remove(name);
            }

            foreach (var name in rotating.Where(name => !known.ContainsKey(name)))
            {
                await channel.ListenToAsync(name, cancellationToken);
                known.Add(name, new Known());
            }

            // step 2: what the broker has, and what becomes of it
            foreach (var batch in known.Chunk(BatchSize))
            {
                await TakeTurnsAsync(channel, batch, cancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task TakeTurnsAsync(ControlChannel channel, KeyValuePair<string, Known>[] batch, CancellationToken cancellationToken)
    {
        var names = batch.Select(pair => pair.Key).ToList();
        var wanted = await devices.ReadAsync(names, cancellationToken);
        var answers = await channel.SendAsync(names.Select(ControlCommands.GetClient), cancellationToken);
        foreach (var ((name, known), answer) in batch.Zip(answers))
        {
            var description = answer.Read<BrokerClient>("client")?.TextDescription;
            if (wanted.GetValueOrDefault(name) is not { Previous: { } previous } device || SecretTurn.Parse(description) is not { } turn)
            {
                continue;
            }

            var isNew = turn.Fingerprint == DeviceAccount.FingerprintOf(device.SecretHash);
            if (!isNew && turn.Fingerprint != DeviceAccount.FingerprintOf(previous.Hash))
            {
                continue;
            }

            switch (known.Look(description!, answer.Place, channel.PlaceOfLast(name), time.GetUtcNow()))
            {
                case Heard.WithThisSecret when isNew:
                    await secrets.EndAsync(name, device.SecretHash, cancellationToken);
                    break;
                case Heard.Perhaps:
                    // It said something after the broker answered: the next look tells.
                    break;
                default:
                    if (turn.Next(device, known.LastHeard, time.GetUtcNow(), settings.FirstTurn) is { } next)
                    {
                        await ChangeAsync(channel, device, next, isNew ? previous.Reveal() : device.Reveal(), cancellationToken);
                    }

                    break;
            }
        }
    }

    // Where the other one cannot be known any more, this one stays.
    private static async Task ChangeAsync(
        ControlChannel channel, DeviceCredential device, SecretTurn turn, string? secret, CancellationToken cancellationToken)
    {
        if (secret is not null)
        {
            var role = DeviceAccount.RoleOf(device.DeviceId);
            await channel.SendAsync([ControlCommands.ModifyClient(device.DeviceId, secret, turn.ToString(), role)], cancellationToken);
        }
    }

    private enum Heard
    {
        /// <summary>Not since the last look.</summary>
        Nothing,

        /// <summary>Between two looks that found the same secret, and the same turn of it.</summary>
        WithThisSecret,

        /// <summary>By which secret cannot be told yet.</summary>
        Perhaps,
    }

    /// <summary>What the last look found.</summary>
    private sealed class Known
    {
        private string? _description;
        private long _place;
        private long _heardAt;

        /// <summary>When it was last heard, as nearly as looks tell, UTC.</summary>
        public DateTimeOffset? LastHeard { get; private set; }

        /// <summary>
        /// Whoever gives an account another password ends its connections, and writes beside it that there is another turn. So what a device says
        /// between two answers that have the same written there, it says on a connection that was made with that password.
        /// </summary>
        public Heard Look(string description, long place, long heardAt, DateTimeOffset now)
        {
            var (before, from) = (_description, _place);
            var isNews = heardAt > _heardAt;
            (_description, _place, _heardAt) = (description, place, heardAt);
            if (!isNews)
            {
                return Heard.Nothing;
            }

            LastHeard = now;
            return heardAt > place ? Defer()
                : before == description && heardAt > from ? Heard.WithThisSecret
                : Heard.Nothing;
        }

        // It is to count as news once more.
        private Heard Defer()
        {
            _heardAt = 0;
            return Heard.Perhaps;
        }
    }
}
