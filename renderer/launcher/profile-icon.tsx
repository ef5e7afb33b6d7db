// The icon of a profile, as its table names it.
import {
  Bug,
  Cloud,
  CodeXml,
  Container,
  Database,
  FlaskConical,
  GitBranch,
  Globe,
  House,
  type LucideIcon,
  Rocket,
  Server,
  Shield,
  SquareTerminal,
  Star,
  Wrench,
} from 'lucide-react';
import type { Profile } from '../../shared/config-tables.ts';

const icons: Record<Exclude<Profile['icon'], 'none'>, LucideIcon> = {
  terminal: SquareTerminal,
  server: Server,
  database: Database,
  cloud: Cloud,
  container: Container,
  code: CodeXml,
  git: GitBranch,
  bug: Bug,
  flask: FlaskConical,
  globe: Globe,
  house: House,
  wrench: Wrench,
  rocket: Rocket,
  shield: Shield,
  star: Star,
};

export function ProfileIcon({ icon }: { readonly icon: Profile['icon'] }) {
  if (icon === 'none') return null;
  const Icon = icons[icon];
  return <Icon className="profile-icon" size={14} strokeWidth={1.5} aria-hidden="true" />;
}
