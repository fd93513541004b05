using LwCoder.Agents;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class HomeRedactionTests : IDisposable
{
    private const string Value = "abcdefgh-12345";

    private static readonly DateTime LongAgo = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly TempDirectory _folder = new();

    private string Home => _folder.In("home");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_transcript_keeps_everything_but_the_secret()
    {
        var transcript = _folder.Write("home/.claude/projects/p/s.jsonl", $$"""{"text":"the key is {{Value}}"}""" + "\n");
        File.SetLastWriteTimeUtc(transcript, LongAgo);
        var other = _folder.Write("home/.claude/other.json", "{}");

        Run().Should().BeEmpty();

        File.ReadAllText(transcript).Should().Be("""{"text":"the key is [redacted:MY_KEY]"}""" + "\n");
        File.GetLastWriteTimeUtc(transcript).Should().Be(LongAgo);
        File.ReadAllText(other).Should().Be("{}");
    }

    [Fact]
    public void What_looks_like_a_key_goes_from_records_and_stays_in_packages()
    {
        const string key = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
        var transcript = _folder.Write("home/session.jsonl", key);
        var package = _folder.Write("home/.npm/package/test.js", key);

        Run();

        File.ReadAllText(transcript).Should().Be("[redacted:key]");
        File.ReadAllText(package).Should().Be(key);
    }

    [Fact]
    public void What_is_no_text_and_has_a_secret_goes()
    {
        var database = _folder.Write("home/state.db", $"\0\0{Value}");
        var harmless = _folder.Write("home/other.db", "\0\0");

        Run();

        File.Exists(database).Should().BeFalse();
        File.Exists(harmless).Should().BeTrue();
    }

    [Fact]
    public void A_file_too_large_to_rewrite_is_searched_to_its_end()
    {
        Directory.CreateDirectory(Home);
        foreach (var (name, at) in new[] { ("across", (64 << 20) - 5), ("end", (64 << 20) + 1000) })
        {
            using var file = File.Create(Path.Combine(Home, name));
            file.Position = at;
            file.Write(System.Text.Encoding.ASCII.GetBytes(Value));
            file.SetLength((64 << 20) + 2000);
        }
        using (var harmless = File.Create(Path.Combine(Home, "harmless")))
        {
            harmless.SetLength((64 << 20) + 1);
        }

        Run();

        Directory.EnumerateFiles(Home).Select(Path.GetFileName).Should().Equal("harmless");
    }

    [UnixFact]
    public void No_link_is_followed()
    {
        var outside = _folder.Write("outside/key.txt", Value);
        Directory.CreateDirectory(Home);
        File.CreateSymbolicLink(Path.Combine(Home, "file"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Home, "folder"), _folder.In("outside"));

        Run();

        File.ReadAllText(outside).Should().Be(Value);
    }

    [Fact]
    public void A_login_that_found_no_way_back_stays()
    {
        var agent = new ClaudeCodeAgent();
        _folder.Write($"user/{agent.CredentialFiles[0]}", "{}");
        CredentialStore.Lend(agent, Home, _folder.In("user"));
        var login = _folder.Write($"home/{agent.CredentialFiles[0]}", $$"""{"token":"{{Value}}"}""");

        Run();

        File.ReadAllText(login).Should().Contain(Value);
    }

    [Fact]
    public void A_home_that_was_never_made_is_no_problem() => Run().Should().BeEmpty();

    private IReadOnlyList<string> Run() => HomeRedaction.Run(Home, new ClaudeCodeAgent(), [new Secret("MY_KEY", Value)]);
}
