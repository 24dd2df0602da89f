using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PlantCare.Api.Problems;
using PlantCare.Contracts;

namespace PlantCare.Api.Paging;

/// <summary>Which part of a list is asked for. The cursor holds the sort key of the last row that the caller has.</summary>
/// <param name="Limit">At most so many rows.</param>
/// <param name="After">The parts of that sort key; null for the beginning.</param>
internal sealed record PageRequest(int Limit, string[]? After)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;
    private const char Separator = '\u001f';

    /// <summary>In a list whose sort key is a number that falls: every row that is still to come has a smaller one.</summary>
    public long Before => After is [var last] ? long.Parse(last, CultureInfo.InvariantCulture) : long.MaxValue;

    /// <summary>Reads the parameters <c>limit</c> and <c>cursor</c>; faults are added to <paramref name="faults"/>.</summary>
    /// <param name="limit">As asked; null for the default.</param>
    /// <param name="cursor">As asked; null for the beginning.</param>
    /// <param name="parts">How many parts the list's sort key has.</param>
    /// <param name="faults">What is wrong.</param>
    /// <param name="isValid">Whether the parts can be a sort key.</param>
    public static PageRequest Read(int? limit, string? cursor, int parts, Faults faults, Predicate<string[]>? isValid = null)
    {
        faults.AddIf(limit is < 1 or > MaxLimit, "limit", $"must be between 1 and {MaxLimit}");
        var after = cursor is null ? null : Decode(cursor);
        faults.AddIf(
            cursor is not null && (after is null || after.Length != parts || isValid?.Invoke(after) == false),
            "cursor",
            "is not one that this list answered as 'next'");
        return new PageRequest(limit ?? DefaultLimit, after);
    }

    /// <summary>The page of rows, of which one more than the limit was read to see whether there are more.</summary>
    public Page<TOut> ToPage<TRow, TOut>(List<TRow> rows, Func<TRow, TOut> map, Func<TRow, string[]> keyOf) => new()
    {
        Data = [.. rows.Take(Limit).Select(map)],
        Next = rows.Count > Limit ? Encode(keyOf(rows[Limit - 1])) : null,
    };

    /// <summary>As <see cref="ToPage{TRow, TOut}(List{TRow}, Func{TRow, TOut}, Func{TRow, string[]})"/>, for a list whose sort key is a number.</summary>
    public Page<TOut> ToPage<TRow, TOut>(List<TRow> rows, Func<TRow, TOut> map, Func<TRow, long> keyOf) =>
        ToPage(rows, map, row => [keyOf(row).ToString(CultureInfo.InvariantCulture)]);

    /// <summary>A cursor for that sort key.</summary>
    public static string Encode(params string[] key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, key)));

    /// <summary>The sort key of a cursor; null when it is none.</summary>
    public static string[]? Decode(string cursor)
    {
        try
        {
            var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));

            // No key holds a NUL, and PostgreSQL takes none.
            return key.Contains('\0', StringComparison.Ordinal) ? null : key.Split(Separator);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="Read"/>, for a list whose sort key is a number.</summary>
    public static PageRequest ReadNumbered(int? limit, string? cursor, Faults faults) =>
        Read(limit, cursor, parts: 1, faults, after => IsNumber(after[0]));

    /// <summary>A number in a sort key.</summary>
    public static bool IsNumber(string part) => long.TryParse(part, CultureInfo.InvariantCulture, out _);
}
