/** The object manager: types, objects with their addresses and counts, names, deletion. */

import type { Address } from '../../model/identifiers';
import { objectTypeFacts, type ObjectTypeFacts } from '../../windows/objectTypes';
import {
  INFO_CREATOR,
  INFO_NAME,
  INFO_QUOTA,
  OBJECT_FLAG_EXCLUSIVE,
  OBJECT_FLAG_KERNEL,
  OBJECT_FLAG_PERMANENT,
} from '../../windows/objectHeaderLayout';
import type { WindowsProfile } from '../../windows/profiles';
import type { ObjectSecurity } from './accessCheck';
import { Journal } from './journal';
import { KernelObject } from './kernelObject';
import { defaultBody, type ObjectBody } from './objectBody';
import { findInDirectory, objectPath, resolvePath, type PathResolution } from './objectNamespace';
import { ObjectType } from './objectType';
import { ObjectPools } from './objectPools';

/** What an object is made of. It is made without a name; see {@link ObjectManager.insertName}. */
export interface NewObject {
  readonly type: ObjectType;
  readonly body?: ObjectBody;
  readonly security?: ObjectSecurity | null;
  /** Address of the body, when it is fixed. */
  readonly address?: Address | undefined;
  /** It will be put into a directory: it gets a name sub-header. */
  readonly named?: boolean;
  readonly permanent?: boolean;
  readonly exclusive?: boolean;
  /** Made by the kernel for itself. */
  readonly kernel?: boolean;
}

/** What the kernel makes for itself, without a handle. */
export interface KernelObjectRequest {
  readonly type: string;
  /** Full path; its directory must exist. Absent: unnamed. */
  readonly name?: string;
  readonly body?: ObjectBody;
  readonly security?: ObjectSecurity | null;
  readonly address?: Address;
  /** Default true for named objects. */
  readonly permanent?: boolean;
}

/** Owns every object of a machine. */
export class ObjectManager {
  readonly types: readonly ObjectType[];
  readonly root: KernelObject;
  readonly pools: ObjectPools;
  /** Told of what changes. */
  readonly journal = new Journal();
  /** ObHeaderCookie: encodes type indexes on Windows 10 and later. */
  readonly headerCookie = 0xd7;
  /** Told about deleted processes and threads; the machine sets it. */
  onDeleted: (object: KernelObject) => void = () => undefined;
  private readonly desktopDirectories = new Map<number, KernelObject>();
  private readonly byName: ReadonlyMap<string, ObjectType>;
  constructor(private readonly profile: WindowsProfile) {
    this.pools = new ObjectPools(profile);
    this.types = profile.types.map(({ name, index }) =>
      makeType(objectTypeFacts(name, profile.beforeVista), index, profile, this.journal),
    );
    this.byName = new Map(this.types.map((type) => [type.name, type]));
    this.root = this.makeRoot();
    this.makeTypeObjects();
  }

  /** A type by its exact name; null when this version has none of that name. */
  type(name: string): ObjectType | null {
    return this.byName.get(name) ?? null;
  }

  /** A type that every version has. Throws for others: a mistake in the machine itself. */
  requiredType(name: string): ObjectType {
    const type = this.byName.get(name);
    if (type === undefined) {
      throw new Error(`${this.profile.version.name} has no object type ${name}.`);
    }
    return type;
  }

  /** Makes an object with one reference, its creator's. Null when the pool is exhausted. */
  create(request: NewObject): KernelObject | null {
    const { type } = request;
    const infoMask = this.infoMask(request);
    const placement = this.pools.placeObject(type, infoMask, request.address);
    if (placement === null) {
      return null;
    }
    const object = new KernelObject(type, request.body ?? defaultBody(type.name), placement);
    const made = object.changeFacts();
    made.infoMask = infoMask;
    made.security = request.security ?? null;
    made.flags =
      (request.permanent === true ? OBJECT_FLAG_PERMANENT : 0) |
      (request.exclusive === true ? OBJECT_FLAG_EXCLUSIVE : 0) |
      (request.kernel === true ? OBJECT_FLAG_KERNEL : 0);
    return object;
  }

  /**
   * Makes an object that the kernel itself keeps: permanent when named, held by one reference otherwise. Throws when
   * the name is taken or its directory does not exist.
   */
  createObject(request: KernelObjectRequest): KernelObject {
    const { name } = request;
    const object = this.create({
      type: this.requiredType(request.type),
      ...(request.body === undefined ? {} : { body: request.body }),
      security: request.security ?? null,
      address: request.address,
      named: name !== undefined,
      permanent: request.permanent ?? name !== undefined,
      kernel: true,
    });
    if (object === null) {
      throw new Error('The simulated kernel pool is exhausted.');
    }
    if (name !== undefined) {
      const place = this.resolve(name);
      if (place.directory === null || place.object !== null) {
        throw new Error(`Cannot name a kernel object ${name}.`);
      }
      this.insertName(object, place.directory, place.leaf);
      this.dereference(object);
    }
    return object;
  }

  /** The directory of a path, made with all directories above it when they do not exist yet. */
  createDirectory(path: string): KernelObject {
    let directory = this.root;
    let walked = '';
    for (const component of path.split('\\').filter((part) => part !== '')) {
      walked += `\\${component}`;
      directory =
        findInDirectory(directory, component) ??
        this.createObject({ type: 'Directory', name: walked });
    }
    return directory;
  }

  /** The object of a full path, symbolic links followed; null when there is none. */
  lookup(path: string): KernelObject | null {
    return this.resolve(path).object;
  }

  /** Follows a full path from a directory, by default the root. */
  resolve(path: string, openLink = false, root = this.root): PathResolution {
    return resolvePath(root, path, openLink);
  }

  /** The directory of a session's desktops: it is in no directory itself, so a desktop's path is `\\Default`. */
  desktops(sessionId: number): KernelObject {
    const known = this.desktopDirectories.get(sessionId);
    if (known !== undefined) {
      return known;
    }
    const directory = this.createObject({ type: 'Directory' });
    this.desktopDirectories.set(sessionId, directory);
    return directory;
  }

  /** Full path of an object in the namespace; null when it has none. */
  pathOf(object: KernelObject): string | null {
    return objectPath(object, this.root);
  }

  /** Puts an object into a directory: one more reference to both. */
  insertName(object: KernelObject, directory: KernelObject, name: string): void {
    const body = directory.changeBody('directory');
    if (body === null) {
      throw new Error('Only directories hold names.');
    }
    const key = name.toUpperCase();
    this.journal.touchEntry(body.entries, key);
    body.entries.set(key, object);
    const named = object.changeFacts();
    named.name = name;
    named.nameBuffer = this.pools.placeName(name);
    named.directory = directory;
    object.changeCounts().pointerCount++;
    directory.changeCounts().pointerCount++;
  }

  /** Makes an object temporary: its name goes with its last handle (NtMakeTemporaryObject). */
  makeTemporary(object: KernelObject): void {
    object.changeFacts().flags &= ~OBJECT_FLAG_PERMANENT;
    this.dropNameIfUnused(object);
  }

  /** Counts a new handle: one more handle and its reference. */
  addHandle(object: KernelObject): void {
    const changing = object.changeCounts();
    changing.handleCount++;
    changing.pointerCount++;
    object.type.totalHandles++;
  }

  /** Counts a closed handle and gives back its references, `prepaid` ones included; may delete the object. */
  removeHandle(object: KernelObject, prepaid: number): void {
    const changing = object.changeCounts();
    changing.handleCount--;
    object.type.totalHandles--;
    if (object.handleCount === 0) {
      if (object.exclusiveProcess !== null) {
        object.changeFacts().exclusiveProcess = null;
      }
      this.dropNameIfUnused(object);
    }
    this.dereference(object, 1 + prepaid);
  }

  /** Adds a reference that no handle stands for. */
  reference(object: KernelObject): void {
    object.changeCounts().pointerCount++;
  }

  /** Gives references back; the object is deleted with the last one. */
  dereference(object: KernelObject, count = 1): void {
    object.changeCounts().pointerCount -= count;
    if (object.pointerCount <= 0 && !object.deleted) {
      this.delete(object);
    }
  }

  private delete(object: KernelObject): void {
    object.changeCounts().deleted = true;
    object.type.living.remove(object);
    this.pools.releaseObject(object);
    if (object.body.kind === 'process' || object.body.kind === 'thread') {
      this.onDeleted(object);
    }
  }

  private dropNameIfUnused(object: KernelObject): void {
    const { directory, name } = object;
    const permanent = (object.flags & OBJECT_FLAG_PERMANENT) !== 0;
    if (directory === null || name === null || permanent || object.handleCount > 0) {
      return;
    }
    const entries = directory.changeBody('directory')?.entries;
    if (entries !== undefined) {
      this.journal.touchEntry(entries, name.toUpperCase());
      entries.delete(name.toUpperCase());
    }
    const { nameBuffer } = object;
    if (nameBuffer !== null) {
      this.pools.releaseName(nameBuffer);
    }
    const unnamed = object.changeFacts();
    unnamed.name = null;
    unnamed.nameBuffer = null;
    unnamed.directory = null;
    this.dereference(directory);
    this.dereference(object);
  }

  private infoMask(request: NewObject): number {
    return (
      (request.named === true ? INFO_NAME : 0) |
      (request.kernel === true ? 0 : INFO_QUOTA) |
      (request.type.name === 'Type' ? INFO_CREATOR : 0)
    );
  }

  private makeRoot(): KernelObject {
    const root = this.create({
      type: this.requiredType('Directory'),
      named: true,
      permanent: true,
      kernel: true,
    });
    if (root === null) {
      throw new Error('The simulated kernel pool is exhausted.');
    }
    root.changeFacts().name = '\\';
    return root;
  }

  private makeTypeObjects(): void {
    this.createDirectory('\\ObjectTypes');
    for (const type of this.types) {
      type.typeObject = this.createObject({ type: 'Type', name: `\\ObjectTypes\\${type.name}` });
    }
  }
}

/** Bodies on x86 are about half as large. */
function makeType(
  facts: ObjectTypeFacts,
  index: number | null,
  profile: WindowsProfile,
  journal: Journal,
): ObjectType {
  const body = profile.pointerSize === 4 ? facts.bodySize / 2 : facts.bodySize;
  return new ObjectType(facts, index, { header: profile.header.body, body }, journal);
}
