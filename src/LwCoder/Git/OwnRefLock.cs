using System.Text.RegularExpressions;

namespace LwCoder.Git;

/// <summary>
/// The lock file of a ref below `refs/lw_coder/` that a killed git has left behind. Nobody but lw_coder writes these refs, and
/// each for a moment only, so a lock that stays is nobody's. Locks of other refs may be a person's and are left alone.
/// </summary>
internal static partial class OwnRefLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="directory">Where git ran; it may name the file relative to it.</param>
    /// <param name="words">What git printed as it failed.</param>
    /// <returns>True when such a lock was in the way and no longer is: trying again is worth it.</returns>
    public static async Task<bool> RemoveAsync(string directory, string words, CancellationToken cancel)
    {
        var found = Refusal().Match(words);
        if (!found.Success)
        {
            return false;
        }
        var path = Path.GetFullPath(found.Groups["path"].Value, directory);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (!File.Exists(path))
            {
                return true;
            }
            await Task.Delay(Pause, cancel);
        }
        File.Delete(path);
        return true;
    }

    [GeneratedRegex(@"Unable to create '(?<path>[^\n]*/refs/lw_coder/[^\n]+\.lock)': File exists", RegexOptions.ExplicitCapture)]
    private static partial Regex Refusal();
}
