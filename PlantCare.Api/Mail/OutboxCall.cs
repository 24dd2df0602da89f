using PlantCare.Api.Workers;

namespace PlantCare.Api.Mail;

/// <summary>Calls the worker when a letter is put in.</summary>
internal sealed class OutboxCall : WorkCall;
