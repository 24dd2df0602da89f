using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Accounts.Registration;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Administration.Invitations;

/// <summary>Invitations to register, for administrators.</summary>
internal static class InvitationEndpoints
{
    private const int LongestEmail = 256;
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);
    private static readonly EmailAddressAttribute Address = new();

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/admin/invitations").WithTags("Administration").RequireAuthorization().AllowAdministratorsOnly();
        invitations.MapGet("/", ListAsync).WithName("ListInvitations").WithSummary("Invitations to register, newest first; those that ended a month ago are forgotten");
        invitations.MapPost("/", CreateAsync).WithName("CreateInvitation").WithSummary("Lets somebody register once; the answer holds the token, this once");
        invitations.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteInvitation").WithSummary("Takes an invitation back; an account that came of it stays");
    }

    private static async Task<Results<Ok<Page<InvitationResponse>>, ValidationProblem>> ListAsync(
        SystemWork system, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // The system's own table.
        var rows = await system.RunAsync(database =>
        {
            var invitations = database.Invitations.AsNoTracking();
            if (page.After is [var id])
            {
                var last = Guid.Parse(id);
                invitations = invitations.Where(invitation => invitation.Id.CompareTo(last) < 0);
            }

            return invitations.OrderByDescending(invitation => invitation.Id).Take(page.Limit + 1)
                .Select(invitation => new InvitationResponse(
                    invitation.Id,
                    invitation.Email,
                    database.Users.Where(user => user.Id == invitation.CreatedById).Select(user => user.Email).FirstOrDefault() ?? "",
                    invitation.CreatedAt,
                    invitation.ExpiresAt,
                    invitation.UsedAt))
                .ToListAsync(cancellationToken);
        });
        return TypedResults.Ok(page.ToPage(rows, row => row, row => [row.Id.ToString()]));
    }

    private static async Task<Results<Created<CreatedInvitationResponse>, ValidationProblem>> CreateAsync(
        CreateInvitationRequest request, ClaimsPrincipal caller, InvitationDesk desk, InvitationMail mail, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var email = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim();
        var expiresAt = request.ExpiresAt ?? now + DefaultLife;
        var faults = new Faults();
        faults.Text("email", email, LongestEmail);
        faults.AddIf(email is not null && !Address.IsValid(email), "email", "must be an e-mail address, or be left out");
        faults.AddIf(expiresAt <= now || expiresAt > now + LongestLife, "expires_at", $"must be in the future, and at most {LongestLife.Days} days away");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var (invitation, token) = await desk.CreateAsync(caller.GetUserId(), email, now, expiresAt, cancellationToken);
        await audit.WriteAsync(userId: null, AuditActions.InvitationCreated, invitation.Id.ToString());
        var isMailed = email is not null && await mail.InviteAsync(email, token, expiresAt, cancellationToken);
        return TypedResults.Created(
            $"/admin/invitations/{invitation.Id}",
            new CreatedInvitationResponse(invitation.Id, invitation.Email, token, invitation.CreatedAt, invitation.ExpiresAt) { Mailed = isMailed });
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(Guid id, SystemWork system, AuditLog audit, CancellationToken cancellationToken)
    {
        var deleted = await system.RunAsync(database => database.Invitations.Where(invitation => invitation.Id == id).ExecuteDeleteAsync(cancellationToken));
        if (deleted == 0)
        {
            return TypedResults.NotFound();
        }

        await audit.WriteAsync(userId: null, AuditActions.InvitationDeleted, id.ToString());
        return TypedResults.NoContent();
    }
}
