using System.Text;
using LwCoder.Tests.Support;
using LwCoder.Training;

namespace LwCoder.Tests.Training;

public sealed class SampleFolderTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SampleFolder Samples => new(_folder["training_data"]);

    [Fact]
    public async Task A_sample_that_was_put_aside_by_a_killed_export_comes_back()
    {
        await PutAsync("one");
        // As it is between the two moves.
        Directory.Move(_folder["training_data/plan"], _folder["training_data/.exporting/plan.old"]);
        _folder.Write("training_data/.exporting/plan.new/half.md", "ha");

        await Samples.RecoverAllAsync(default);

        _folder.Read("training_data/plan/content.md").Should().Be("one");
        Directory.GetDirectories(_folder["training_data/.exporting"]).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_killed_export_left_does_not_stand_in_the_way()
    {
        await PutAsync("one");
        _folder.Write("training_data/.exporting/plan.old/content.md", "zero");
        _folder.Write("training_data/.exporting/plan.new/half.md", "ha");

        (await PutAsync("two")).Should().BeTrue();

        Directory.GetFiles(_folder["training_data/plan"]).Should().ContainSingle();
        _folder.Read("training_data/plan/content.md").Should().Be("two");
    }

    [Fact]
    public async Task Many_exports_at_once_leave_one_whole_sample()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => PutAsync($"{number}", files: 5))));

        Directory.GetFiles(_folder["training_data/plan"]).Select(File.ReadAllText).Distinct().Should().ContainSingle();
        Directory.GetFiles(_folder["training_data/plan"]).Should().HaveCount(5);
    }

    [Fact]
    public async Task Git_takes_nothing_of_an_export_under_way()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await new SampleFolder(Path.Combine(repository.Root, "training_data")).PutAsync("plan", Files("one", 1), default);
        Directory.CreateDirectory(Path.Combine(repository.Root, "training_data", ".exporting", "other.new"));
        File.WriteAllText(Path.Combine(repository.Root, "training_data", ".exporting", "other.new", "half.md"), "ha");

        await repository.GitAsync("add", "-A");

        (await repository.GitAsync("diff", "--cached", "--name-only")).Trim().Should().Be("training_data/plan/content.md");
    }

    private Task<bool> PutAsync(string text, int files = 1) => Samples.PutAsync("plan", Files(text, files), default);

    private static Dictionary<string, byte[]> Files(string text, int count) => Enumerable.Range(0, count).ToDictionary(
        number => number == 0 ? "content.md" : $"content{number}.md", _ => Encoding.UTF8.GetBytes(text));
}
