// A key binding, as caps.
import './key-caps.css';

export function KeyCaps({ caps }: { caps: readonly string[] }) {
  if (caps.length === 0) return null;
  return (
    <span className="key-caps">
      {caps.map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
