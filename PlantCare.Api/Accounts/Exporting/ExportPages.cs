using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>
/// Reads tables of any length in pages, by their key. One query for all would be held in memory as a whole where a broken connection is tried
/// again, and would hold the connection as long as the slowest client takes.
/// </summary>
internal static class ExportPages
{
    private const int Rows = 200;
    private const string Key = "Id";

    /// <summary>By a key that is a UUID.</summary>
    public static IAsyncEnumerable<TRow> ByIdAsync<T, TRow>(this IQueryable<T> rows, Expression<Func<T, TRow>> select, Func<TRow, Guid> key)
        where T : class => ReadAsync(last => rows.Where(row => EF.Property<Guid>(row, Key).CompareTo(last) > 0).OrderBy(row => EF.Property<Guid>(row, Key)).Select(select), key, Guid.Empty);

    /// <summary>By a key that is a number.</summary>
    public static IAsyncEnumerable<TRow> ByNumberAsync<T, TRow>(this IQueryable<T> rows, Expression<Func<T, TRow>> select, Func<TRow, long> key)
        where T : class => ReadAsync(last => rows.Where(row => EF.Property<long>(row, Key) > last).OrderBy(row => EF.Property<long>(row, Key)).Select(select), key, 0);

    private static async IAsyncEnumerable<TRow> ReadAsync<TRow, TKey>(
        Func<TKey, IQueryable<TRow>> after, Func<TRow, TKey> key, TKey first, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = first;
        while (true)
        {
            var page = await after(last).Take(Rows).ToListAsync(cancellationToken);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < Rows)
            {
                yield break;
            }

            last = key(page[^1]);
        }
    }
}
