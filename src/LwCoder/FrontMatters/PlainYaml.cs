using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LwCoder.FrontMatters;

/// <summary>
/// The part of YAML that front matter needs: no anchors, aliases or tags and no deep nesting. So a small file cannot
/// become a large tree or a deep recursion, and what the file shows is what it says.
/// </summary>
internal sealed class PlainYaml(IParser yaml) : IParser
{
    private const int MaxDepth = 8;

    private int _depth;

    public ParsingEvent? Current => yaml.Current;

    public bool MoveNext()
    {
        if (!yaml.MoveNext())
        {
            return false;
        }
        if (Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse("anchors (&) and aliases (*) are not supported here; quote a value that begins with one");
        }
        if (Current is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refuse("tags (!) are not supported here; quote a value that begins with '!'");
        }
        _depth += Current is DocumentStart or DocumentEnd or StreamStart or StreamEnd ? 0 : Current!.NestingIncrease;
        return _depth <= MaxDepth ? true : throw Refuse($"values are nested more than {MaxDepth} deep");
    }

    private YamlException Refuse(string reason) => new(Current!.Start, Current.End, reason);
}
