using System.Security.Cryptography;
using System.Text;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// One version of what is optimized. Two candidates of the same components are the same wherever they came from:
/// <see cref="Fingerprint"/> is how they are told apart, cached and recorded.
/// </summary>
public sealed class Candidate
{
    /// <summary>A candidate of these parts.</summary>
    /// <exception cref="ArgumentException">No part, or two of one name.</exception>
    public Candidate(IReadOnlyList<Component> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count == 0 || components.DistinctBy(part => part.Name).Count() != components.Count)
        {
            throw new ArgumentException("A candidate has at least one component, and their names differ.", nameof(components));
        }
        Components = [.. components];
        Fingerprint = Digest(Components);
    }

    /// <summary>Its parts, in order.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>SHA-256 of names, texts and demos; hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>A part.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Component this[string name] => Components.FirstOrDefault(part => part.Name == name)
        ?? throw new KeyNotFoundException(
            $"There is no component '{name}'; there are: {string.Join(", ", Components.Select(part => part.Name))}.");

    /// <summary>The same candidate with one part replaced.</summary>
    public Candidate With(Component component)
    {
        ArgumentNullException.ThrowIfNull(component);
        var replaced = this[component.Name];
        return new Candidate([.. Components.Select(part => ReferenceEquals(part, replaced) ? component : part)]);
    }

    /// <summary>The same texts with these examples for each part; none for a part that is not named.</summary>
    public Candidate WithDemos(IReadOnlyDictionary<string, IReadOnlyList<Example>> demos)
    {
        ArgumentNullException.ThrowIfNull(demos);
        return new Candidate([.. Components.Select(part => part with { Demos = demos.GetValueOrDefault(part.Name) ?? [] })]);
    }

    /// <summary>For people: every text in full, a heading each where there are several, and the demos.</summary>
    public string ToMarkdown() => CandidateMarkdown.Write(this);

    private static string Digest(IReadOnlyList<Component> components) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FieldJson.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var part in components)
            {
                writer.WriteStringValue(part.Name);
                writer.WriteStringValue(part.Text);
                foreach (var demo in part.Demos)
                {
                    FieldJson.Write(writer, demo.Inputs);
                    FieldJson.Write(writer, demo.Outputs);
                }
            }
            writer.WriteEndArray();
        }))));
}
