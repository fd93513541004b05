using System.IO.Enumeration;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Plans;

/// <summary>The plans of a repository: the `*.md` files of its tasks folder, which need not exist yet.</summary>
/// <param name="tasksDirectory">Full path of `.lw_coder/tasks` in the main worktree.</param>
internal sealed class PlanCatalog(string tasksDirectory)
{
    /// <param name="stateFolder">`.lw_coder` of the repository.</param>
    public static PlanCatalog In(string stateFolder) => new(Path.Combine(stateFolder, StateFolder.Tasks));

    private const string Extension = ".md";

    /// <summary>Fewer files are read sooner than the library for threads is loaded.</summary>
    private const int WorthThreads = 500;

    /// <summary>
    /// The full path of the plan that a command line names by a path, by its id or by its file name in tasks. A word
    /// without `.md` is first looked up in tasks, so that a program called `build` next to you does not hide a plan.
    /// </summary>
    /// <exception cref="UserError">There is no such plan, or there are two.</exception>
    public string Resolve(string argument, string workingDirectory)
    {
        var path = argument.Length == 0 ? workingDirectory : Path.GetFullPath(argument, workingDirectory);
        if (argument.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            return Exists(path) ?? throw NotFound(argument, path, workingDirectory);
        }
        return (IsMarkdown(argument) ? Exists(path) ?? Exists(InTasks(argument)) : null)
            ?? FindInTasks(argument, workingDirectory)
            ?? Exists(path)
            ?? throw NotFound(argument, path, workingDirectory);
    }

    /// <summary>Other plans in tasks with this id. Fast enough to be asked each time, also among ten thousand plans.</summary>
    /// <param name="exceptPath">The plan the id is from; links to it do not count either.</param>
    public IReadOnlyList<string> FindDuplicates(PlanId id, string exceptPath) =>
        WithId(id.Value).Where(path => !PlanPath.IsSameFile(path, exceptPath)).ToList();

    /// <exception cref="UserError">Another plan in tasks has the same id.</exception>
    public void RequireUnique(Plan plan, string workingDirectory)
    {
        if (FindDuplicates(plan.Id, plan.Path) is [var other, ..])
        {
            throw new UserError(
                $"plan_id '{plan.Id}' of {PlanPath.Shown(plan.Path, workingDirectory)} is also that of "
                + $"{PlanPath.Shown(other, workingDirectory)} (upper and lower case count as the same)",
                "give one of the two another plan_id, or move it out of the tasks folder");
        }
    }

    /// <summary>What a plan in tasks can be called by: each file's name without `.md`, and its plan_id.</summary>
    public IReadOnlySet<string> Names() => Files()
        .SelectMany(file => new[] { Path.GetFileNameWithoutExtension(file), PlanHead.ReadId(file) })
        .OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>By file name, else by plan_id. A file named like another plan's id would be a guess, so it is an error.</summary>
    private string? FindInTasks(string id, string workingDirectory)
    {
        var named = Exists(InTasks(id + Extension));
        if (named is not null && id.Equals(PlanHead.ReadId(named), StringComparison.OrdinalIgnoreCase))
        {
            return named;
        }
        var found = WithId(id);
        if (named is not null)
        {
            found.Insert(0, named);
        }
        return found.Count <= 1
            ? found.FirstOrDefault()
            : throw new UserError(
                $"'{id}' could be {string.Join(" or ", found.Select(path => PlanPath.Shown(path, workingDirectory)))}",
                "name the file, or give one of them another name or plan_id");
    }

    private List<string> WithId(string id)
    {
        var files = Files();
        var matches = new bool[files.Length];
        if (files.Length < WorthThreads)
        {
            for (var index = 0; index < files.Length; index++)
            {
                Look(index);
            }
        }
        else
        {
            Parallel.For(0, files.Length, Look);
        }
        return files.Where((_, index) => matches[index]).Order(StringComparer.Ordinal).ToList();

        void Look(int index) =>
            matches[index] = id.Equals(PlanHead.ReadId(files[index]), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Full paths, in no order.</summary>
    public string[] Files() => !Directory.Exists(tasksDirectory)
        ? []
        : new FileSystemEnumerable<string>(
            tasksDirectory,
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            FolderWalk.Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.FileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !entry.IsDirectory,
        }.ToArray();

    private UserError NotFound(string argument, string path, string workingDirectory)
    {
        if (Directory.Exists(path))
        {
            return new UserError(
                $"{PlanPath.Shown(path, workingDirectory)} is a folder, not a plan file",
                "name a plan by its file or its plan_id");
        }
        var tasks = PlanPath.Shown(tasksDirectory, workingDirectory);
        var names = Names();
        var name = Path.GetFileName(argument);
        var near = NearMatches.Of(IsMarkdown(name) ? name[..^Extension.Length] : name, names);
        return new UserError(
            $"there is no plan '{argument}', neither as a file nor in {tasks}",
            near.Count > 0
                ? $"did you mean {string.Join(" or ", near)}?"
                : Directory.Exists(tasksDirectory)
                    ? $"name one of the plans in {tasks}, or write one there"
                    : "make it with 'lw_coder init', then write a plan there");
    }

    private string InTasks(string fileName) => Path.Combine(tasksDirectory, fileName);

    private static bool IsMarkdown(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    private static string? Exists(string path) => File.Exists(path) ? path : null;
}
