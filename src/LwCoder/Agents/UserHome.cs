using LwCoder.Platform.Files;

namespace LwCoder.Agents;

/// <summary>The user's own home. Links in it are the user's (settings kept in a dotfiles repository) and are followed.</summary>
internal sealed class UserHome(string root) : Home(root)
{
    public override byte[]? Read(string name)
    {
        try
        {
            return ReadFile(TargetOf(name));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserError(
                $"{PathOf(name)} cannot be read: {error.Message}",
                $"make yourself its owner: sudo chown \"$USER\" '{PathOf(name)}'",
                ExitCode.Environment, error);
        }
    }

    /// <summary>Replaces a file that exists, for the owner's eyes only; a link stays a link.</summary>
    public void Replace(string name, ReadOnlySpan<byte> content) =>
        AtomicFile.WriteBytes(TargetOf(name), content, OwnerOnly.File);

    private string TargetOf(string name) =>
        new FileInfo(PathOf(name)) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : PathOf(name);
}
