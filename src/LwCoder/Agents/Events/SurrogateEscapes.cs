using System.Globalization;
using System.Text;

namespace LwCoder.Agents.Events;

/// <summary>
/// Tools that cut strings by length leave half of an escaped character (`\ud83d` without its partner) in their JSON.
/// The grammar allows it, the .NET reader throws on it; the replacement character loses nothing else of the line.
/// </summary>
internal static class SurrogateEscapes
{
    private const int EscapeLength = 6;

    public static string Repair(string json)
    {
        if (!json.Contains(@"\ud", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }
        var repaired = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\' || i + 1 == json.Length)
            {
                repaired.Append(json[i]);
                continue;
            }
            var unit = CodeUnit(json, i);
            if (unit is null || !char.IsSurrogate(unit.Value))
            {
                // The escaped character goes along, so that the second half of `\\` never starts an escape.
                repaired.Append(json, i, 2);
                i++;
                continue;
            }
            var isPair = char.IsHighSurrogate(unit.Value)
                && CodeUnit(json, i + EscapeLength) is { } next && char.IsLowSurrogate(next);
            repaired.Append(isPair ? json.AsSpan(i, 2 * EscapeLength) : @"\ufffd");
            i += (isPair ? 2 * EscapeLength : EscapeLength) - 1;
        }
        return repaired.ToString();
    }

    private static char? CodeUnit(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
