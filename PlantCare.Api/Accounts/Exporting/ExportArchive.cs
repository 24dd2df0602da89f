using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>
/// Writes everything that an account has into one zip, file after file as they are read: however much it is, only some kilobytes of it, and one
/// picture, are in memory.
/// </summary>
internal sealed class ExportArchive(PlantCareContext database, ExportSheets sheets)
{
    /// <param name="id">The account, for which the context works.</param>
    /// <param name="output">Takes the zip; need not be able to seek.</param>
    /// <param name="broken">Called when something goes wrong half-way, before the zip is ended: what is not complete must not look so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(Guid id, Stream output, Action broken, CancellationToken cancellationToken)
    {
        List<ExportSheet> all =
            [.. sheets.OfPerson(id), .. sheets.OfSignIns(id), .. sheets.OfPlants(id), .. sheets.OfDevices(id), .. sheets.OfSensors(id), sheets.OfReadings(id)];
        await using var buffered = new ZipOutput(output);
        await using (var zip = await ZipArchive.CreateAsync(buffered, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            try
            {
                await FillAsync(zip, all, id, cancellationToken);
            }
            catch
            {
                broken();
                throw;
            }
        }

        await buffered.FlushAsync(cancellationToken);
    }

    private async Task FillAsync(ZipArchive zip, List<ExportSheet> all, Guid id, CancellationToken cancellationToken)
    {
        await AddAsync(zip, "README.txt", file => WriteAsync(file, Encoding.UTF8.GetBytes(Explain(all)), cancellationToken), cancellationToken);
        foreach (var sheet in all)
        {
            await AddAsync(zip, $"{sheet.Name}.ndjson", file => sheet.WriteJsonAsync(file, cancellationToken), cancellationToken);
            await AddAsync(zip, $"{sheet.Name}.csv", file => sheet.WriteCsvAsync(file, cancellationToken), cancellationToken);
        }

        await AddPhotosAsync(zip, id, cancellationToken);
    }

    private static string Explain(IEnumerable<ExportSheet> sheets)
    {
        var text = new StringBuilder("""
            Everything that PlantCare keeps of your account.

            Each table is here twice: as NDJSON (a JSON object a line) and as CSV. Times are UTC. In CSV, a text that a spreadsheet would take
            for a formula has an apostrophe in front. Passwords, keys and the secrets of devices are not here: PlantCare does not know them, or
            they would open your account to whoever finds this file.


            """);
        foreach (var sheet in sheets)
        {
            text.Append(sheet.Name.PadRight(20)).Append(sheet.About).Append('\n');
        }

        return text.ToString();
    }

    private static async Task AddAsync(ZipArchive zip, string name, Func<PipeWriter, Task> write, CancellationToken cancellationToken)
    {
        await using var file = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        var pipe = PipeWriter.Create(file, new StreamPipeWriterOptions(leaveOpen: true));
        await write(pipe);
        await pipe.CompleteAsync();
    }

    private static async Task WriteAsync(PipeWriter file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await file.WriteAsync(content, cancellationToken);

    private async Task AddPhotosAsync(ZipArchive zip, Guid id, CancellationToken cancellationToken)
    {
        var notes = database.Journal.AsNoTracking().Where(entry => (entry.UserId == id || entry.AuthorId == id) && entry.Photo != null).ByIdAsync(ExportedNote.Of, note => note.Id);
        await foreach (var note in notes.WithCancellation(cancellationToken))
        {
            var photo = await database.Journal.Where(entry => entry.Id == note.Id).Select(entry => entry.Photo).FirstOrDefaultAsync(cancellationToken);
            if (photo is not null && note.PhotoPath is { } path)
            {
                await AddAsync(zip, path, file => WriteAsync(file, photo, cancellationToken), cancellationToken);
            }
        }
    }
}
