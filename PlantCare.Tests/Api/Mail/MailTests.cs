using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Sharing;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Mail;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Mail;

/// <summary>The letters of accounts, from what brings them about to what their links do.</summary>
public sealed class MailTests(MailFixture mail) : IClassFixture<MailFixture>
{
    private const string NewPassword = "another garden of mine";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Register_lets_nobody_in_before_the_address_is_confirmed()
    {
        var credentials = new Credentials("dora." + Guid.CreateVersion7() + "@example.com", ApiCaller.Password);
        using var http = mail.Host.CreateClient();
        http.DefaultRequestHeaders.Add("Accept-Language", "de-AT,de;q=0.8");
        var auth = new PlantCare.Contracts.Client.PlantCareClient(http).Auth;
        await auth.RegisterAsync(credentials, Cancellation);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => auth.LoginAsync(credentials, Cancellation));
        Assert.Equal((HttpStatusCode.Unauthorized, "email_not_confirmed"), (refusal.Status, refusal.Problem.Reason));
        var guess = await Assert.ThrowsAsync<ApiException>(() => auth.LoginAsync(credentials with { Password = "not the password" }, Cancellation));
        Assert.Null(guess.Problem.Reason);

        var letter = await mail.LetterAsync(credentials.Email, "Bestätige");
        Assert.Contains("<html lang=\"de\">", letter.HtmlBody, StringComparison.Ordinal);
        await auth.ResendConfirmationAsync(new EmailAddress(credentials.Email), Cancellation);
        await Until.TrueAsync(() => Task.FromResult(mail.LettersTo(credentials.Email).Count == 2), Cancellation);

        await mail.ConfirmAsync(credentials.Email);
        Assert.NotEmpty((await auth.LoginAsync(credentials, Cancellation)).AccessToken);
    }

    [Fact]
    public async Task ForgotPassword_mails_a_link_that_sets_a_password_once_and_ends_every_session()
    {
        using var ada = await mail.RegisterAsync();
        var auth = ada.Client.Auth;
        await auth.ForgotPasswordAsync(new EmailAddress(ada.Me.Email.ToUpperInvariant()), Cancellation);

        var (path, values) = MailFixture.LinkOf(await mail.LetterAsync(ada.Me.Email, "Choose a new password"));
        Assert.Equal(("/account/reset-password", ada.Me.Email), (path, values["email"].ToString()));
        var reset = new PasswordReset(ada.Me.Email, values["code"].ToString(), NewPassword);
        await auth.ResetPasswordAsync(reset, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Assert.ThrowsAsync<ApiException>(() => auth.GetMeAsync(Cancellation))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Assert.ThrowsAsync<ApiException>(() => auth.ResetPasswordAsync(reset, Cancellation))).Status);
        ada.Use(await auth.LoginAsync(ada.Credentials with { Password = NewPassword }, Cancellation));
        var actions = await mail.Host.LookAsync(database => database.AuditLog.Where(entry => entry.UserId == ada.Me.Id).Select(entry => entry.Action).ToListAsync(Cancellation));
        Assert.Contains("password.reset_requested", actions);
        Assert.Contains("password.changed", actions);

        // Its owner learns of it, whoever it was.
        await mail.LetterAsync(ada.Me.Email, "Your password was changed");
    }

    [Fact]
    public async Task ForgotPassword_is_answered_and_worked_on_alike_whether_there_is_an_account_or_not()
    {
        using var ada = await mail.RegisterAsync();
        var unconfirmed = new Credentials($"eve.{Guid.CreateVersion7()}@example.com", ApiCaller.Password);
        await ada.Client.Auth.RegisterAsync(unconfirmed, Cancellation);
        string[] addresses = [ada.Me.Email, unconfirmed.Email, $"nobody.{Guid.CreateVersion7()}@example.com"];

        var answers = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await mail.Host.Anonymous.SendJsonAsync(HttpMethod.Post, "/auth/forgotPassword", $$"""{"email":"{{address}}"}""");
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)} {string.Join(',', answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal))}");
            var hash = OutboxLetter.HashOf(address);
            Assert.Equal(1, await mail.Host.LookAsync(database => database.Outbox.CountAsync(letter => letter.AddressHash == hash && letter.Kind == "password_reset", Cancellation)));
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        await mail.LetterAsync(ada.Me.Email, "Choose a new password");
        await mail.EmptyAsync();
        Assert.DoesNotContain(mail.LettersTo(unconfirmed.Email), letter => letter.Subject == "Choose a new password");
        Assert.Empty(mail.LettersTo(addresses[2]));
    }

    [Fact]
    public async Task Address_gets_so_many_letters_and_no_more()
    {
        using var ada = await mail.RegisterAsync();
        for (var i = 0; i < 8; i++)
        {
            await ada.Client.Auth.ForgotPasswordAsync(new EmailAddress(ada.Me.Email), Cancellation);
        }

        await mail.EmptyAsync();
        await Until.TrueAsync(() => Task.FromResult(mail.LettersTo(ada.Me.Email).Count(letter => letter.Subject == "Choose a new password") == 5), Cancellation);
    }

    [Fact]
    public async Task ResendConfirmation_of_somebody_else_keeps_nobody_from_a_new_password()
    {
        using var ada = await mail.RegisterAsync();
        for (var i = 0; i < 8; i++)
        {
            await ada.Client.Auth.ResendConfirmationAsync(new EmailAddress(ada.Me.Email), Cancellation);
        }

        await ada.Client.Auth.ForgotPasswordAsync(new EmailAddress(ada.Me.Email), Cancellation);

        await mail.LetterAsync(ada.Me.Email, "Choose a new password");
    }

    [Fact]
    public async Task ChangeEmail_takes_the_password_and_the_new_mailbox_and_tells_the_old_one()
    {
        using var ada = await mail.RegisterAsync();
        await ada.Client.Users.UpdateMeAsync(new UpdateUserRequest { Language = "it" }, Cancellation);
        var address = $"new.{Guid.CreateVersion7()}@example.com";

        foreach (var body in (string[])[$$"""{"newEmail":"{{address}}"}""", $$"""{"newEmail":"{{address}}","oldPassword":"guess guess guess"}"""])
        {
            using var answer = await ada.Http.SendJsonAsync(HttpMethod.Post, "/auth/manage/info", body);
            await answer.ProblemAsync(HttpStatusCode.Forbidden);
        }

        await ada.Client.Auth.ChangeEmailAsync(new EmailChange(address, ApiCaller.Password), Cancellation);
        await mail.LetterAsync(address, "Conferma il tuo nuovo indirizzo");
        Assert.Equal(ada.Me.Email, (await ada.Client.Auth.GetMeAsync(Cancellation)).Email);

        await mail.ConfirmAsync(address);
        var me = await ada.Client.Auth.GetMeAsync(Cancellation);
        Assert.Equal((address, address, true), (me.Email, me.Username, me.EmailConfirmed));
        var notice = await mail.LetterAsync(ada.Me.Email, "indirizzo e-mail è stato cambiato");
        Assert.Contains(address, notice.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitations_are_mailed_in_words_that_cannot_be_markup()
    {
        using var ada = await mail.RegisterAsync();
        await ada.Client.Users.UpdateMeAsync(new UpdateUserRequest { DisplayName = "<b>Ada</b>" }, Cancellation);
        var plant = await ada.AddPlantAsync("<img src=x>\"Basil\"");
        var guest = $"guest.{Guid.CreateVersion7()}@example.com";

        var share = await ada.Client.Shares.SharePlantAsync(plant.Id, new CreateShareRequest(ShareRole.Caretaker, guest), Cancellation);
        var letter = await mail.LetterAsync(guest, "<b>Ada</b> shares with you");

        Assert.True(share.Mailed);
        Assert.Equal(share.Path, MailFixture.LinkOf(letter).Path);
        Assert.Contains("<img src=x>", letter.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", letter.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", letter.HtmlBody, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Invitation_to_register_is_mailed_and_known_to_administrators_only_as_sent()
    {
        var guest = $"guest.{Guid.CreateVersion7()}@example.com";
        var made = await mail.Administrator.Client.Administration.CreateInvitationAsync(new CreateInvitationRequest(guest), Cancellation);

        var (path, values) = MailFixture.LinkOf(await mail.LetterAsync(guest, "You are invited"));

        Assert.Equal((true, "/register", made.Token), (made.Mailed, path, values["invitation"].ToString()));
        await mail.EmptyAsync();
        var status = (await mail.Administrator.Client.Administration.GetSystemAsync(Cancellation)).Mail!;
        Assert.True(status is { Configured: true, Sent: > 0, Waiting: 0 });
    }

    [Fact]
    public async Task Letter_that_is_refused_is_given_up_and_one_that_is_put_off_arrives_and_neither_is_kept()
    {
        var (refused, busy) = ($"refused.{Guid.CreateVersion7()}@example.com", $"busy.{Guid.CreateVersion7()}@example.com");
        foreach (var address in (string[])[refused, busy])
        {
            await mail.Administrator.Client.Administration.CreateInvitationAsync(new CreateInvitationRequest(address), Cancellation);
        }

        await mail.LetterAsync(busy, "You are invited");
        await mail.EmptyAsync();
        var rows = await mail.Host.LookAsync(database => database.Outbox.AsNoTracking().ToListAsync(Cancellation));
        var given = rows.Single(row => row.AddressHash.SequenceEqual(OutboxLetter.HashOf(refused)));
        Assert.NotNull(given.GivenUpAt);
        Assert.StartsWith("550 ", given.Fault, StringComparison.Ordinal);
        Assert.Equal(2, rows.Single(row => row.AddressHash.SequenceEqual(OutboxLetter.HashOf(busy))).Attempts);
        Assert.All(rows, row => Assert.Null(row.Content));
        Assert.True((await mail.Administrator.Client.Administration.GetSystemAsync(Cancellation)).Mail is { GivenUp: > 0, LastFault: { } });
    }
}
