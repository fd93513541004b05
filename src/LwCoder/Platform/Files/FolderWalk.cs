namespace LwCoder.Platform.Files;

/// <summary>
/// What a listing of a folder passes over. By itself, .NET leaves out hidden files and walks through links to folders. What
/// may not be looked into is passed over, except where the name says otherwise.
/// </summary>
internal static class FolderWalk
{
    /// <summary>Everything in one folder, also links, for whoever looks at each entry.</summary>
    public static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0 };

    /// <summary>The entries of one folder that are no links.</summary>
    public static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>The same, but a folder that may not be looked into is an error.</summary>
    public static readonly EnumerationOptions NoLinksStrict = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
    };

    /// <summary>What is in a folder at any depth, and in it: links are neither listed nor followed.</summary>
    public static readonly EnumerationOptions Tree = TreeTo(int.MaxValue);

    /// <summary>Everything at any depth, through links too, for whoever stops at the first of them.</summary>
    public static readonly EnumerationOptions TreeWithLinks = new() { AttributesToSkip = 0, RecurseSubdirectories = true };

    /// <summary>As <see cref="Tree"/>, to a depth: 0 is the folder itself.</summary>
    public static EnumerationOptions TreeTo(int depth) => new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, MaxRecursionDepth = depth,
    };
}
