using LwCoder.Platform.Files;

namespace LwCoder.Tests.Platform;

public sealed class StorageFailureTests
{
    [Fact]
    public void A_full_disk_is_explained()
    {
        var error = StorageFailure.Explain(new IOException("No space left on device : '/x'", 28));

        error!.Message.Should().Be("the disk is full: No space left on device : '/x'");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void So_is_a_file_that_may_not_be_written() =>
        StorageFailure.Explain(new UnauthorizedAccessException("Access to the path '/x' is denied."))!
            .Message.Should().Be("Access to the path '/x' is denied");

    [Fact]
    public void A_bug_keeps_its_stack()
    {
        StorageFailure.Explain(new InvalidOperationException()).Should().BeNull();
        StorageFailure.Explain(new FileNotFoundException()).Should().BeNull();
    }

    [DevFullFact]
    public void What_the_system_says_about_a_full_disk_is_recognised()
    {
        var write = () =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write([1]);
        };

        StorageFailure.Explain(write.Should().Throw<IOException>().Which).Should().NotBeNull();
    }

    private sealed class DevFullFactAttribute : FactAttribute
    {
        public DevFullFactAttribute() => Skip = File.Exists("/dev/full") ? null : "there is no /dev/full here";
    }
}
