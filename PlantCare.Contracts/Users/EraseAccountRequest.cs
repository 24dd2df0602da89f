namespace PlantCare.Contracts.Users;

/// <summary>What <c>DELETE /users/me</c> and <c>DELETE /users/{id}</c> take, so that nobody is erased by a slip or by a token that was found.</summary>
/// <param name="Confirm">The e-mail address of the account that is to be erased.</param>
/// <param name="Password">The caller's own password. Not needed within ten minutes of signing in.</param>
public sealed record EraseAccountRequest(string? Confirm, string? Password = null);
