namespace LwCoder.Agents.Tools.Shell;

/// <summary>A part of a parsed shell command.</summary>
internal abstract record ShellNode;

/// <summary>One program with its arguments: wrappers such as `timeout 60` and assignments in front are taken off.</summary>
/// <param name="Words">The program's name without its folder, then the arguments as they are written. Never empty.</param>
internal sealed record ShellStep(IReadOnlyList<string> Words) : ShellNode
{
    public string Program => Words[0];
}

/// <param name="Parts">Programs joined by `|`.</param>
internal sealed record ShellPipeline(bool IsNegated, IReadOnlyList<ShellNode> Parts) : ShellNode;

/// <summary>What stands between brackets, in a `bash -c`, or is the whole command.</summary>
internal sealed record ShellList(IReadOnlyList<ShellLink> Links) : ShellNode;

/// <param name="Joint">What stands after it: `;`, `&amp;&amp;`, `||` or `&amp;`.</param>
internal sealed record ShellLink(ShellPipeline Pipeline, string Joint);
