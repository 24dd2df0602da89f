using PlantCare.Domain.Live;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Devices;

/// <summary>Shows stored readings to whoever watches.</summary>
internal sealed class LiveFeedPublisher(ILiveFeed feed) : IReadingObserver
{
    public void OnStored(IReadOnlyList<Reading> readings)
    {
        for (var i = 0; i < readings.Count; i++)
        {
            var reading = readings[i];
            if (feed.IsWatched(reading.Plant.UserId))
            {
                feed.Publish([new ReadingStored(reading)]);
            }
        }
    }
}
