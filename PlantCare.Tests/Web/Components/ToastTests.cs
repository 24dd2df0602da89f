using Bunit;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Tests.Infrastructure;
using PlantCare.Web.Components;

namespace PlantCare.Tests.Web.Components;

public sealed class ToastTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HastyTime _time = new();
    private readonly Toasts _toasts;

    public ToastTests()
    {
        Services.AddSingleton<TimeProvider>(_time).AddScoped<Toasts>();
        _toasts = Services.GetRequiredService<Toasts>();
    }

    [Fact]
    public void Said_is_shown_where_a_screen_reader_listened_already()
    {
        var list = Render<ToastList>();
        Assert.Equal("status", list.Find(".toasts").GetAttribute("role"));

        _toasts.Say("Saved.");

        list.WaitForAssertion(() => Assert.Equal("Saved.", list.Find(".toasts .toast p").TextContent), Patience);
    }

    [Fact]
    public void Said_goes_by_itself()
    {
        _time.Speed = 1_000;
        var list = Render<ToastList>();

        _toasts.Say("Saved.");

        list.WaitForState(() => _toasts.Shown.Count == 0, Patience);
        list.WaitForAssertion(() => Assert.Empty(list.FindAll(".toast")), Patience);
    }

    [Fact]
    public void Dismissed_goes_at_once_and_alone()
    {
        _toasts.Say("One");
        _toasts.Say("Two");
        var list = Render<ToastList>();

        list.Find(".toast button[aria-label=Dismiss]").Click();

        list.WaitForAssertion(() => Assert.Equal(["Two"], list.FindAll(".toast p").Select(text => text.TextContent)), Patience);
    }

    [Fact]
    public void Newest_are_shown_and_the_same_once()
    {
        foreach (var text in (string[])["One", "Two", "Three", "Two", "Four"])
        {
            _toasts.Say(text);
        }

        Assert.Equal(["Three", "Two", "Four"], _toasts.Shown.Select(toast => toast.Text));
    }
}
