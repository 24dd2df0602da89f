using Microsoft.AspNetCore.Identity;
using PlantCare.Api.Mail.Letters;
using PlantCare.Api.Sharing;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Mail;

/// <summary>Adds mail: the outbox, the worker that empties it, and the letters.</summary>
internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.ReadSettings<MailSettings>(MailSettings.Section));
        services.AddSingleton<OutboxCall>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<OutboxWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxWorker>());
        services.AddSingleton<OutboxTally>();
        services.AddSingleton<LetterBook>();
        services.AddSingleton<Postbox>();
        services.AddSingleton<NoticeMail>();
        services.AddSingleton<AccountMail>();
        services.AddSingleton<InvitationMail>();
        services.AddSingleton<IInvitationMail>(provider => provider.GetRequiredService<InvitationMail>());
        services.AddSingleton<IEmailSender<User>>(provider => provider.GetRequiredService<AccountMail>());
        return services;
    }
}
