namespace LwCoder.Sandboxes;

/// <summary>The text of `/etc/passwd` and `/etc/group` in a container, in which the caller has a name and a home.</summary>
internal sealed record ImageAccounts(string Users, string Groups)
{
    /// <summary>
    /// The image's own accounts with ours on top. Without an entry `git`, `ssh` and shells do not know who they are; a
    /// second entry with our number or name would let the image's home win.
    /// </summary>
    public ImageAccounts WithCaller(Caller caller, string home)
    {
        var name = caller.UserId == 0 ? "root" : home[(home.LastIndexOf('/') + 1)..];
        var group = caller.GroupId == 0 ? "root" : name;
        return new(
            $"{name}:x:{caller.UserId}:{caller.GroupId}:{name}:{home}:/bin/sh\n" + Without(Users, name, caller.UserId),
            $"{group}:x:{caller.GroupId}:\n" + Without(Groups, group, caller.GroupId));
    }

    private static string Without(string accounts, string name, uint number) =>
        string.Concat(
            from line in accounts.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            let fields = line.Split(':')
            where fields.Length >= 3 && fields[0] != name && fields[2] != $"{number}"
            select line + "\n");
}
