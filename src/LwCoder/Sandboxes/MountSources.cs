namespace LwCoder.Sandboxes;

/// <summary>Checks that what an agent shall see is there. Older engines would make a folder of what is missing.</summary>
internal static class MountSources
{
    /// <exception cref="UserError">Something is missing.</exception>
    public static void Check(IEnumerable<SandboxMount> mounts)
    {
        foreach (var mount in mounts)
        {
            if (!Path.IsPathFullyQualified(mount.Source) || !Path.Exists(mount.Source))
            {
                throw new UserError(
                    $"'{mount.Source}', to be shown at {mount.Target} in the sandbox, does not exist",
                    "start again; if it is your own mount, correct its path", ExitCode.Environment);
            }
        }
    }
}
