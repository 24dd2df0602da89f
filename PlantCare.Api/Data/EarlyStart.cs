using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>An endpoint that is glad of <see cref="EarlyWindows"/>.</summary>
internal sealed class BeginsEarly;

/// <summary>
/// Has the store asked for windows before anything else is looked up. Not for more requests at once than a store is glad of: whoever comes then
/// asks it in their turn, when it is known that they may.
/// </summary>
internal sealed class EarlyStart(RequestDelegate next)
{
    private const int MostAtOnce = 32;

    private int _running;

    public Task InvokeAsync(HttpContext context, IReadingStore store, TimeProvider time) =>
        context.GetEndpoint()?.Metadata.GetMetadata<BeginsEarly>() is null ? next(context) : BeginAsync(context, store, time);

    private async Task BeginAsync(HttpContext context, IReadingStore store, TimeProvider time)
    {
        try
        {
            await using var early = Interlocked.Increment(ref _running) <= MostAtOnce ? EarlyWindows.Begin(context, store, time) : null;
            context.Features.Set(early);
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
