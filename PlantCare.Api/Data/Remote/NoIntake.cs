using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data.Remote;

/// <summary>Api alone: it has no intake of its own and knows of no other.</summary>
internal sealed class NoIntake : IReadingIntake
{
    public ValueTask<IntakeResult> SubmitAsync(IncomingMessage message, CancellationToken cancellationToken) =>
        ValueTask.FromException<IntakeResult>(new IntakeAbsentException(
            $"This server does not know where readings are stored: its setting {RemoteIntakeRegistration.Key} is missing."));
}
