using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Support;

internal static class ShellScript
{
    /// <summary>
    /// Written by a process of its own: a file that this one has open for writing is open in the children it is just starting,
    /// too, and as long as it is nobody may run it.
    /// </summary>
    public static async Task WriteAsync(string file, string commands)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        (await new ProcessRunner().RunAsync(
            new ProcessSpec(
                "sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh", file, commands), default))
            .Succeeded.Should().BeTrue();
    }
}
