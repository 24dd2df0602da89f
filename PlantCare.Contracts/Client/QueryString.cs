using System.Globalization;
using System.Text;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Client;

/// <summary>Builds a path with a query, leaving out what is null.</summary>
internal sealed class QueryString(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    public QueryString Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    public QueryString Add(string name, Guid? value) => Add(name, value?.ToString());

    public QueryString Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryString Add(string name, DateTimeOffset? value) => Add(name, value is { } time ? UtcTimeConverter.ToText(time) : null);

    public override string ToString() => _text.ToString();
}
