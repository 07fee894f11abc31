// Generated from the OpenAPI document by `npm run generated`. Don't edit.

/** Every JSON route by its name: what it takes and what it answers. */
export interface Routes {
  /** 节点状态 · The node's status */
  "status.get": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      chainId: string;
      version: string;
      now: number;
      epoch: number;
      height: number;
      blockHash: string;
      stateRoot: string;
      timestamp: number;
      historyFrom: number;
      validators: {
        organisation: string;
        publicKey: string;
      }[];
      role: "validator" | "observer";
      voting: boolean;
      problems: {
        code: string;
        zh: string;
        en: string;
        remedy: string;
      }[];
      peers: number;
      syncing: boolean;
      mempool: {
        count: number;
        bytes: number;
      };
    };
  };
  /** 进程是否在运行 · The process answers */
  "health.live": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      live: true;
    };
  };
  /** 节点是否可以服务 · The node can serve */
  "health.ready": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      ready: true;
    };
  };
  /** 申请登录口令 · Ask for a challenge to sign */
  "auth.challenge": {
    params: undefined;
    query: undefined;
    body: {
      keyId: string;
    };
    response: {
      challenge: string;
      expiresInMs: number;
    };
  };
  /** 用签名换取登录令牌 · Exchange the signature for a token */
  "auth.token": {
    params: undefined;
    query: undefined;
    body: {
      challenge: string;
      keyId: string;
      audience: string;
      signature: string;
    };
    response: {
      token: string;
      expiresInMs: number;
      reader: {
        keyId: string;
        kind: "operator" | "admin" | "household";
        organisation: string;
        organisationKind: string;
        operator?: string;
        household?: string;
        roles: {
          role: string;
          division: string;
        }[];
      };
    };
  };
  /** 我是谁，有哪些角色 · Who I am, with which roles */
  "auth.me": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      data: {
        keyId: string;
        kind: "operator" | "admin" | "household";
        organisation: string;
        organisationKind: string;
        operator?: string;
        household?: string;
        roles: {
          role: string;
          division: string;
        }[];
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 提交交易 · Submit signed transactions */
  "transactions.submit": {
    params: undefined;
    query: {
      dryRun?: boolean;
    } | undefined;
    body: {
      tx: string;
    };
    response: {
      results?: ({
        id?: string;
        status: "accepted" | "known" | "refused";
        txStatus?: {
          status: "pending" | "applied" | "rejected" | "expired" | "unknown";
          height?: number;
          txIndex?: number;
          code?: string;
          path?: string;
          message?: {
            zh: string;
            en: string;
          };
          hint?: {
            zh: string;
            en: string;
          };
        };
        refusal?: {
          code: string;
          path: string;
          message: {
            zh: string;
            en: string;
          };
          hint: {
            zh: string;
            en: string;
          };
          values: { [name: string]: unknown };
        };
      })[];
      simulation?: {
        id: string;
        status: "applied" | "rejected";
        refusals: {
          code: string;
          path: string;
          message: {
            zh: string;
            en: string;
          };
          hint: {
            zh: string;
            en: string;
          };
          values: { [name: string]: unknown };
        }[];
        events: {
          type: string;
          data: { [name: string]: unknown };
        }[];
        changed: {
          key: string;
          fields: string[];
        }[];
      };
    };
  };
  /** 查询交易结果（可等待最终结果） · A transaction's outcome, waiting for it if asked */
  "transactions.get": {
    params: {
      id: string;
    };
    query: {
      /** Hold the answer until the outcome is final */
      wait?: "final";
      /** Milliseconds to hold it */
      timeout?: number;
      /** The transaction's own: lets a node that never saw it answer `expired` */
      expiresAt?: number;
      /** Add what proves the outcome: path to txRoot, header, certificate */
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        status: "pending" | "applied" | "rejected" | "expired" | "unknown";
        height?: number;
        txIndex?: number;
        code?: string;
        path?: string;
        message?: {
          zh: string;
          en: string;
        };
        hint?: {
          zh: string;
          en: string;
        };
        id: string;
        finality?: {
          index: number;
          count: number;
          outcome: string;
          path: string[];
          header: string;
          certificate?: string;
        };
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 区块列表，新的在前 · Blocks, newest first */
  "chain.blocks": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        height: number;
        hash: string;
        timestamp: number;
        epoch: number;
        proposer: string;
        transactions: number;
      }[];
      nextCursor: string | null;
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 一个区块：区块头、证书、交易结果 · One block: header, certificate, outcomes */
  "chain.block": {
    params: {
      height: number;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        height: number;
        hash: string;
        timestamp: number;
        epoch: number;
        proposer: string;
        transactions: number;
        parentHash: string;
        txRoot: string;
        eventRoot: string;
        stateRoot: string;
        validatorsHash: string;
        nextValidatorsHash: string;
        paramsHash: string;
        header: string;
        certificate?: string;
        /** Organisations whose seals the certificate holds */
        signers: string[];
        outcomes: {
          id: string;
          status: string;
          code?: string;
          path?: string;
        }[];
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 一笔完整的交易：动作、结果、事件 · One whole transaction: actions, outcome, events */
  "chain.transaction": {
    params: {
      id: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        id: string;
        height: number;
        txIndex: number;
        blockTime: number;
        sender: {
          keyId: string;
          organisation?: string;
          operator?: string;
        };
        expiresAt: number;
        memo?: string;
        actions: {
          type: string;
          payload: { [name: string]: unknown };
        }[];
        outcome: {
          status: string;
          code?: string;
          path?: string;
        };
        events: {
          type: string;
          data: { [name: string]: unknown };
        }[];
        body: string;
        signature: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 验证者名单 · The validator set of the next block */
  "chain.validators": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      data: {
        validators: {
          organisation: string;
          consensusKey: string;
          networkKey: string;
          addresses: string[];
        }[];
        encoded: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 全部动作：字段、权限、拒绝代码 · All actions: fields, who may, refusal codes */
  "chain.actions": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      data: {
        modules: {
          name: string;
          version: number;
        }[];
        actions: {
          type: string;
          module: string;
          title: {
            zh: string;
            en: string;
          };
          cost: number;
          /** JSON Schema; bytes are base64 there */
          payload: { [name: string]: unknown };
          permission: {
            role: string;
            jurisdiction: string;
          }[];
        }[];
        records: {
          name: string;
          module: string;
          pattern: string;
          class: string;
        }[];
        refusals: { [name: string]: {
            zh: string;
            en: string;
          } };
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 按键读取一条记录，可附证明 · One record by its key, proved if asked */
  "chain.record": {
    params: undefined;
    query: {
      /** e.g. `household/H…` */
      key: string;
      /** The version in force after this block */
      height?: number;
      /** Add a proof of the current value, for the SDK to check */
      proof?: boolean;
    };
    body: undefined;
    response: {
      data: {
        key: string;
        value: unknown;
        version: number;
        index: number;
        /** Height of this version */
        changedAt: number;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
      /** Base64 of the encoded structs: check them with the SDK */
      proof?: {
        proof: string;
        header: string;
        certificate?: string;
      };
    };
  };
  /** 一个部门 · One organisation */
  "organisations.get": {
    params: {
      organisation: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        name: string;
        kind: "poverty" | "finance" | "civil" | "audit" | "discipline" | "public_security" | "education" | "health" | "medical_insurance" | "housing" | "water" | "agriculture" | "natural_resources" | "market" | "hr" | "disabled" | "tax" | "transport" | "statistics" | "bank" | "township" | "village" | "enterprise" | "donor";
        division: string;
        status: "active" | "suspended" | "ended";
        adminKeys: string[];
        x25519Key?: string;
        api?: string[];
        hostedBy?: string;
        id: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 部门列表 · Organisations */
  "organisations.list": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division?: string;
      kind?: "poverty" | "finance" | "civil" | "audit" | "discipline" | "public_security" | "education" | "health" | "medical_insurance" | "housing" | "water" | "agriculture" | "natural_resources" | "market" | "hr" | "disabled" | "tax" | "transport" | "statistics" | "bank" | "township" | "village" | "enterprise" | "donor";
    } | undefined;
    body: undefined;
    response: {
      items: ({
        name: string;
        kind: "poverty" | "finance" | "civil" | "audit" | "discipline" | "public_security" | "education" | "health" | "medical_insurance" | "housing" | "water" | "agriculture" | "natural_resources" | "market" | "hr" | "disabled" | "tax" | "transport" | "statistics" | "bank" | "township" | "village" | "enterprise" | "donor";
        division: string;
        status: "active" | "suspended" | "ended";
        adminKeys: string[];
        x25519Key?: string;
        api?: string[];
        hostedBy?: string;
        id: string;
      })[];
      nextCursor: string | null;
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 一个操作员及其角色 · One operator with the roles held */
  "operators.get": {
    params: {
      operator: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        organisation: string;
        status: "active" | "suspended" | "ended";
        roles: ({
          role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "org_admin" | "household" | "director";
          division: string;
          until?: string;
          by: string;
          delegatedBy?: string;
        })[];
        keyId: string;
        post?: string;
        homeNode?: string;
        fallbackNode?: string;
        id: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 一个部门的操作员 · An organisation's operators */
  "operators.list": {
    params: {
      organisation: string;
    };
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        organisation: string;
        status: "active" | "suspended" | "ended";
        roles: ({
          role: "village_clerk" | "cadre" | "village_secretary" | "township_officer" | "county_officer" | "finance_officer" | "finance_approver" | "auditor" | "statistician" | "org_admin" | "household" | "director";
          division: string;
          until?: string;
          by: string;
          delegatedBy?: string;
        })[];
        keyId: string;
        post?: string;
        homeNode?: string;
        fallbackNode?: string;
        id: string;
      })[];
      nextCursor: string | null;
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 行政区划 · One division */
  "divisions.get": {
    params: {
      division: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        name: string;
        level: "province" | "city" | "county" | "township" | "village";
        parent: string;
        from?: string;
        to?: string;
        code: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 下级行政区划 · The divisions directly under one */
  "divisions.list": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Code of the division above; the provinces without it */
      parent?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        name: string;
        level: "province" | "city" | "county" | "township" | "village";
        parent: string;
        from?: string;
        to?: string;
        code: string;
      })[];
      nextCursor: string | null;
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 一个地区的统计数 · A division's counters */
  "statistics.get": {
    params: undefined;
    query: {
      division: string;
      /** `current`: as things stand; a year: what happened in it */
      period?: string;
      /** As of this block */
      height?: number;
      proof?: boolean;
    };
    body: undefined;
    response: {
      data: {
        division: string;
        name: string;
        period: string;
        counters: { [name: string]: number };
        restricted?: { [name: string]: number };
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
      /** Base64 of the encoded structs: check them with the SDK */
      proof?: {
        proof: string;
        header: string;
        certificate?: string;
      };
    };
  };
  /** 下级各地区的统计数 · The counters of the divisions under one */
  "statistics.children": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      division: string;
      /** `current`: as things stand; a year: what happened in it */
      period?: string;
    };
    body: undefined;
    response: {
      items: {
        division: string;
        name: string;
        period: string;
        counters: { [name: string]: number };
      }[];
      nextCursor: string | null;
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 公开统计 · Public statistics */
  "public.statistics": {
    params: undefined;
    query: {
      /** 2, 4, 6, 9 or 12 digits */
      division: string;
    };
    body: undefined;
    response: {
      data: {
        division: string;
        name: string;
        /** null: suppressed */
        households: number | null;
        /** null: suppressed */
        persons: number | null;
        /** null: suppressed */
        fundsPaidFen: number | null;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 演示操作员及其私钥（均为虚构） · Demonstration operators with private keys, all invented */
  "testnet.operators": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      role: string;
      organisation: string;
      division: string;
      name: string;
      key: string;
    }[];
  };
  /** 把测试网络的时钟拨快 · Move the test network's clock forward */
  "testnet.clock": {
    params: undefined;
    query: undefined;
    body: {
      /** Milliseconds forward */
      advance: number;
    } | {
      /** Milliseconds UTC; only forward */
      set: number;
    };
    response: {
      now: number;
    };
  };
}

/** How each is called; `guarded` ones need a token. */
export const routes: {
  readonly [N in keyof Routes]: {
    readonly method: "GET" | "POST";
    readonly path: string;
    readonly guarded: boolean;
    readonly minHeight: boolean;
  };
} = {
  "status.get": {"method":"GET","path":"/v1/status","guarded":false,"minHeight":false},
  "health.live": {"method":"GET","path":"/v1/health/live","guarded":false,"minHeight":false},
  "health.ready": {"method":"GET","path":"/v1/health/ready","guarded":false,"minHeight":false},
  "auth.challenge": {"method":"POST","path":"/v1/auth/challenge","guarded":false,"minHeight":false},
  "auth.token": {"method":"POST","path":"/v1/auth/token","guarded":false,"minHeight":false},
  "auth.me": {"method":"GET","path":"/v1/auth/me","guarded":true,"minHeight":true},
  "transactions.submit": {"method":"POST","path":"/v1/transactions","guarded":false,"minHeight":false},
  "transactions.get": {"method":"GET","path":"/v1/transactions/{id}","guarded":false,"minHeight":true},
  "chain.blocks": {"method":"GET","path":"/v1/chain/blocks","guarded":true,"minHeight":true},
  "chain.block": {"method":"GET","path":"/v1/chain/blocks/{height}","guarded":true,"minHeight":true},
  "chain.transaction": {"method":"GET","path":"/v1/chain/transactions/{id}","guarded":true,"minHeight":true},
  "chain.validators": {"method":"GET","path":"/v1/chain/validators","guarded":true,"minHeight":true},
  "chain.actions": {"method":"GET","path":"/v1/chain/actions","guarded":true,"minHeight":true},
  "chain.record": {"method":"GET","path":"/v1/chain/records","guarded":true,"minHeight":true},
  "organisations.get": {"method":"GET","path":"/v1/organisations/{organisation}","guarded":true,"minHeight":true},
  "organisations.list": {"method":"GET","path":"/v1/organisations","guarded":true,"minHeight":true},
  "operators.get": {"method":"GET","path":"/v1/operators/{operator}","guarded":true,"minHeight":true},
  "operators.list": {"method":"GET","path":"/v1/organisations/{organisation}/operators","guarded":true,"minHeight":true},
  "divisions.get": {"method":"GET","path":"/v1/divisions/{division}","guarded":true,"minHeight":true},
  "divisions.list": {"method":"GET","path":"/v1/divisions","guarded":true,"minHeight":true},
  "statistics.get": {"method":"GET","path":"/v1/statistics","guarded":true,"minHeight":true},
  "statistics.children": {"method":"GET","path":"/v1/statistics/children","guarded":true,"minHeight":true},
  "public.statistics": {"method":"GET","path":"/v1/public/statistics","guarded":false,"minHeight":true},
  "testnet.operators": {"method":"GET","path":"/v1/testnet/operators","guarded":false,"minHeight":false},
  "testnet.clock": {"method":"POST","path":"/v1/testnet/clock","guarded":false,"minHeight":false},
};
