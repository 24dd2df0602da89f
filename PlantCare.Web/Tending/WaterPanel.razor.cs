using System.Net;
using Microsoft.AspNetCore.Components;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Care;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Tending;

/// <summary>Tells a plant's device to water, and shows what becomes of it. Api says how much is too much.</summary>
public sealed partial class WaterPanel : IDisposable
{
    private const int RecentCommands = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // A command that has expired is marked so a little later.
    private static readonly TimeSpan AfterExpiry = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _leaving = new();
    private string _seconds = NumberText.Write(5);
    private string? _device;
    private string? _problem;
    private Exception? _failure;
    private CommandResponse? _command;
    private bool _busy;

    /// <summary>The devices that can be told to; one at least.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DeviceResponse> Devices { get; set; }

    [Inject]
    private PlantCareClient Api { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool IsUnderWay => _command is { Status: CommandStatus.Pending or CommandStatus.Sent, Seconds: not null };

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Devices.All(device => device.DeviceId != _device))
        {
            _device = Devices.Count > 0 ? Devices[0].DeviceId : null;
        }
    }

    private static string GlyphOf(CommandStatus status) => status switch
    {
        CommandStatus.Success => "check",
        CommandStatus.Failed or CommandStatus.Expired => "alert",
        _ => "clock",
    };

    private static Tone ToneOf(CommandStatus status) => status switch
    {
        CommandStatus.Success => Tone.Good,
        CommandStatus.Failed => Tone.Bad,
        CommandStatus.Expired => Tone.Warm,
        _ => Tone.Calm,
    };

    private Task WaterAsync()
    {
        if (NumberText.TryRead(_seconds, out var seconds) && seconds > 0)
        {
            return TellAsync(CreateCommandRequest.Water(seconds));
        }

        (_problem, _failure) = (TendingWords.SecondsWrong(NumberText.Write(5)), null);
        return Task.CompletedTask;
    }

    private Task StopAsync() => TellAsync(CreateCommandRequest.StopWatering());

    private async Task TellAsync(CreateCommandRequest command)
    {
        if (_busy || _device is not { } device)
        {
            return;
        }

        _busy = true;
        (_problem, _failure) = (null, null);
        try
        {
            // Not given up when the page is left: what was asked for is done.
            _command = await Api.Devices.SendCommandAsync(device, command, CancellationToken.None);
            _ = FollowAsync(_command, _leaving.Token);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.ServiceUnavailable)
        {
            _problem = TendingWords.NoBroker;
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.TooManyRequests)
        {
            // Why, and for how long to wait.
            _problem = string.Join(' ', exception.Messages);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            _failure = exception;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task FollowAsync(CommandResponse command, CancellationToken leaving)
    {
        try
        {
            while (command.Status is CommandStatus.Pending or CommandStatus.Sent && Time.GetUtcNow() < command.ExpiresAt + AfterExpiry)
            {
                await Task.Delay(BetweenLooks, Time, leaving);
                command = await LookAsync(command, leaving);
                await InvokeAsync(() => Show(command));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    // One look that fails is none: the next comes soon.
    private async Task<CommandResponse> LookAsync(CommandResponse command, CancellationToken leaving)
    {
        try
        {
            var recent = await Api.Devices.ListCommandsAsync(command.DeviceId, RecentCommands, cursor: null, leaving);
            return recent.Data.FirstOrDefault(one => one.Id == command.Id) ?? command;
        }
        catch (Exception exception) when (Failures.IsExpected(exception) && !leaving.IsCancellationRequested)
        {
            return command;
        }
    }

    private void Show(CommandResponse command)
    {
        if (_command?.Id == command.Id && _command != command)
        {
            _command = command;
            StateHasChanged();
        }
    }
}
