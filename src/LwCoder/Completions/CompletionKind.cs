namespace LwCoder.Completions;

/// <summary>
/// What a value names, when the shell has to look for it on disk. Every kind is a function of the same name in each of the
/// scripts: `__lw_coder_plans`, `__lw_coder_runs`, ….
/// </summary>
internal enum CompletionKind
{
    /// <summary>A plan: a file of `.lw_coder/tasks` without its `.md`, or the path of any Markdown file.</summary>
    Plan,
    /// <summary>A run, `&lt;plan_id&gt;/&lt;stamp&gt;`.</summary>
    Run,
    /// <summary>A prompt set that was proposed, `&lt;tool&gt;/&lt;variant&gt;/candidate-NNN`.</summary>
    Candidate,
    /// <summary>A plan of which a backup exists, abandoned ones included.</summary>
    Backup,
    /// <summary>Any file.</summary>
    File,
}
