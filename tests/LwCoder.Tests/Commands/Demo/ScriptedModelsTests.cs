using System.Runtime.Versioning;
using System.Text;
using LwCoder.Agents.Mini;
using LwCoder.Commands.Demo;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Plans;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompts;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Demo;

[UnsupportedOSPlatform("windows")]
public sealed class ScriptedModelsTests
{
    [Fact]
    public async Task The_script_writes_the_prompts_of_the_demo_once_for_all_demos()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        (await new TestServices(repository.Root, repository.Folder).RunAsync("init")).Should().Be(0);
        var active = await PromptPipeline.ActiveAsync(
            Path.Combine(repository.Root, ".lw_coder"), new MiniAgent(), model: null, _ => { }, default);
        var cache = new PromptCache(Path.Combine(repository.Folder, "cache"));

        var first = await GenerateAsync(new string('a', 40));
        var second = await GenerateAsync(new string('b', 40));

        first.Generation!.Usage.Should().BeEquivalentTo(new { Calls = 1, CacheHits = 0 });
        second.Generation!.Usage.Should().BeEquivalentTo(new { Calls = 0, CacheHits = 1 });
        second.Set.Fingerprint.Should().Be(first.Set.Fingerprint);

        Task<RunPrompts> GenerateAsync(string commit)
        {
            var text = EmbeddedFiles.Read("quickstart/plan.md").Replace(new string('0', 40), commit, StringComparison.Ordinal);
            var plan = PlanDocument.Parse(Encoding.UTF8.GetBytes(text), "/plan.md", "plan.md").Plan;
            return PromptPipeline.GenerateAsync(
                active, new MiniAgent(), plan, repository.Root, new ScriptedModels(cache), new CallLog(), default);
        }
    }
}
