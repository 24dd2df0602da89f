using System.Data;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Keys;

namespace PlantCare.Api.Keys;

/// <summary>
/// Keeps the keys that protect tokens and secrets in the database, so that they survive a restart and every replica of Api has the same.
/// Its callers cannot wait asynchronously; they come once at start and once a day.
/// </summary>
internal sealed class DatabaseKeys(SystemWork system) : IXmlRepository
{
    private volatile bool _foundNone;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = system.Run(database => database.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).ToList());
        _foundNone = keys.Count == 0;
        return [.. keys.Select(key => XElement.Parse(key))];
    }

    public void StoreElement(XElement element, string friendlyName) => system.Run(database => database.Database.CreateExecutionStrategy().Execute(() =>
    {
        database.ChangeTracker.Clear();
        using var transaction = database.Database.BeginTransaction(IsolationLevel.Serializable);

        // Two replicas that start on an empty database make a first key each, in use from now on and unknown to the other for a day. The
        // second is dropped: whoever stores a key reads them all again afterwards. Later keys are made days before they are used.
        if (_foundNone && database.DataProtectionKeys.Any())
        {
            return 0;
        }

        database.DataProtectionKeys.Add(new DataProtectionKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        var stored = database.SaveChanges();
        transaction.Commit();
        return stored;
    }));
}
