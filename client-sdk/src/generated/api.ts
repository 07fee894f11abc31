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
  /** 本节点的对等节点与磁盘 · The node's peers, connected or not, and its disk */
  "node.get": {
    params: undefined;
    query: undefined;
    body: undefined;
    response: {
      peers: {
        networkKey: string;
        /** Of a validator */
        organisation?: string;
        connected: boolean;
        /** That it says it has */
        height?: number;
        /** Own clock minus the timestamp of its last fresh proposal on arrival, ms, its way included */
        skewMs?: number;
      }[];
      /** The file system with the node's data */
      disk?: {
        freeBytes: number;
        totalBytes: number;
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
        next: {
          action: string;
          title: {
            zh: string;
            en: string;
          };
          roles: {
            role: string;
            jurisdiction: string;
            organisationKinds?: string[];
          }[];
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
      /** Add what proves the outcome: path to txRoot, header, certificate; of `expired` a head that is late enough */
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
        /** The true reason behind `restricted.refused`; only with the sender's own token */
        detail?: {
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
        };
        finality?: {
          index: number;
          count: number;
          outcome: string;
          path: string[];
          header: string;
          certificate?: string;
        };
        head?: {
          header: string;
          certificate: string;
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
  /** 贫困户列表 · Households of a division, by division and id */
  "households.list": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division: string;
      /** State of registration */
      state?: "applied" | "deliberated" | "village_publicised" | "township_verified" | "township_publicised" | "county_approved" | "registered" | "exit_proposed" | "exit_verified" | "exit_agreed" | "exit_publicised" | "exited" | "returned" | "rejected" | "withdrawn";
      /** Main cause of poverty */
      cause?: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
      /** Only those that statistics count as households in poverty */
      counted?: boolean;
      /** Operator in charge */
      responsible?: string;
    };
    body: undefined;
    response: {
      items: ({
        division: string;
        standard: "national" | "provincial";
        kind: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
        cause: {
          main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
          others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
          remark?: string;
        };
        flags: ("military_family" | "only_child" | "two_daughters")[];
        members: string[];
        registration: "applied" | "deliberated" | "village_publicised" | "township_verified" | "township_publicised" | "county_approved" | "registered" | "exit_proposed" | "exit_verified" | "exit_agreed" | "exit_publicised" | "exited" | "returned" | "rejected" | "withdrawn";
        monitoring?: "none" | "clue" | "visited" | "publicised" | "reviewed" | "monitored" | "stable" | "natural";
        existence?: "active" | "split" | "merged" | "moved" | "deleted";
        effectiveDate: string;
        registeredBy: string;
        decidedBy?: string;
        decidedOn?: string;
        reason?: string;
        responsible: string[];
        id: string;
        version: number;
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
  /** 贫困户档案（公开部分） · A household's file, the open part */
  "households.get": {
    params: {
      household: string;
    };
    query: {
      /** As of this block */
      height?: number;
      /** Add a proof of the current value, for the SDK to check */
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        division: string;
        standard: "national" | "provincial";
        kind: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
        cause: {
          main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
          others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
          remark?: string;
        };
        flags: ("military_family" | "only_child" | "two_daughters")[];
        members: string[];
        registration: "applied" | "deliberated" | "village_publicised" | "township_verified" | "township_publicised" | "county_approved" | "registered" | "exit_proposed" | "exit_verified" | "exit_agreed" | "exit_publicised" | "exited" | "returned" | "rejected" | "withdrawn";
        monitoring?: "none" | "clue" | "visited" | "publicised" | "reviewed" | "monitored" | "stable" | "natural";
        existence?: "active" | "split" | "merged" | "moved" | "deleted";
        effectiveDate: string;
        registeredBy: string;
        decidedBy?: string;
        decidedOn?: string;
        reason?: string;
        responsible: string[];
        id: string;
        version: number;
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
  /** 收支与生活条件（受限部分） · Income, spending and living conditions: the restricted part */
  "households.restricted": {
    params: {
      household: string;
    };
    query: {
      /** As of this block */
      height?: number;
      /** Add a proof of the current value, for the SDK to check */
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        facts: {
          income?: ({
            line: "wages" | "crops" | "forestry" | "livestock" | "business_other" | "dividend" | "property_other" | "family_planning" | "minimum_living" | "destitute_support" | "pension" | "ecology" | "disability_two" | "agriculture" | "old_age" | "reservoir" | "long_term_other" | "education_grant" | "medical_reimbursement" | "housing_subsidy" | "production_reward" | "loan" | "temporary_relief" | "insurance_payout" | "disability_other" | "donation" | "short_compensation" | "short_subsidy" | "production_cost" | "deduction_other" | "medical_cost" | "schooling_cost";
            period: string;
            fen: number;
            person?: string;
          })[];
          living?: {
            landHundredthMu?: number;
            forestHundredthMu?: number;
            housingArea?: number;
            housingGrade?: "a" | "b" | "c" | "d";
            safeWater?: boolean;
            electricity?: boolean;
            broadband?: boolean;
            sanitaryToilet?: boolean;
            road?: "earth" | "gravel" | "concrete" | "asphalt";
            roadDistance?: number;
            fuel?: "wood" | "dung" | "coal" | "clean" | "other";
          };
          savingsFen?: number;
          debtFen?: number;
          remark?: string;
        };
        effectiveDate: string;
        version: number;
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
  /** 家庭成员 · The household's members */
  "households.members": {
    params: {
      household: string;
    };
    query: undefined;
    body: undefined;
    response: {
      items: ({
        household?: string;
        since: string;
        id: string;
        version: number;
        /** Only for those with the right */
        restricted?: {
          facts: {
            relation: "self" | "spouse" | "son" | "daughter" | "daughter_in_law" | "son_in_law" | "sons_son" | "sons_daughter" | "daughters_son" | "daughters_daughter" | "father" | "mother" | "wifes_father" | "wifes_mother" | "husbands_father" | "husbands_mother" | "fathers_father" | "fathers_mother" | "mothers_father" | "mothers_mother" | "other";
            sex: "male" | "female";
            birthDate: string;
            ethnicGroup: "han" | "mongol" | "hui" | "tibetan" | "uyghur" | "miao" | "yi" | "zhuang" | "bouyei" | "korean" | "manchu" | "dong" | "yao" | "bai" | "tujia" | "hani" | "kazak" | "dai" | "li" | "lisu" | "va" | "she" | "gaoshan" | "lahu" | "sui" | "dongxiang" | "naxi" | "jingpo" | "kirgiz" | "tu" | "daur" | "mulao" | "qiang" | "blang" | "salar" | "maonan" | "gelao" | "xibe" | "achang" | "pumi" | "tajik" | "nu" | "uzbek" | "russian" | "ewenki" | "deang" | "bonan" | "yugur" | "gin" | "tatar" | "derung" | "oroqen" | "hezhen" | "monba" | "lhoba" | "jino" | "other" | "foreign";
            education?: "illiterate" | "primary" | "junior" | "senior" | "college_or_above" | "college" | "bachelor_or_above" | "preschool";
            schoolStatus?: "none" | "preschool" | "primary" | "grade_7" | "grade_8" | "grade_9" | "senior_1" | "senior_2" | "senior_3" | "vocational_1" | "vocational_2" | "vocational_3" | "higher_vocational_1" | "higher_vocational_2" | "higher_vocational_3" | "college_or_above";
            health: ("healthy" | "chronic" | "serious" | "disabled")[];
            disability?: {
              class: "sight" | "hearing" | "speech" | "limbs" | "intellectual" | "mental" | "multiple";
              grade: number;
            };
            labour?: "ordinary" | "skilled" | "lost" | "none" | "weak";
            migrantWork?: {
              region: "township" | "county" | "province" | "elsewhere" | "other";
              months: number;
            };
            insurance?: ("resident_medical" | "employee_medical" | "serious_illness" | "resident_pension" | "employee_pension" | "commercial")[];
            registered?: boolean;
            resident?: boolean;
          };
          effectiveDate: string;
        };
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
  /** 档案的全部变更：谁、何时、改了什么、为什么 · Every change of the file: who, when, what and why */
  "households.history": {
    params: {
      household: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        version: number;
        height: number;
        /** Block time, ms UTC */
        time: number;
        /** Absent for changes by a due entry or at a block's end */
        txId?: string;
        by?: {
          keyId: string;
          /** Whose key it is; of a household's key, who registered it */
          organisation?: string;
          operator?: string;
          household?: string;
        };
        actions: string[];
        reason?: string;
        changed: {
          /** With the fields around it: `facts.debtFen` */
          field: string;
          from: unknown;
          to: unknown;
        }[];
        deleted: boolean;
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
  /** 收支与生活条件（受限部分）的全部变更 · Every change of the restricted part: income, spending and living conditions */
  "households.restrictedHistory": {
    params: {
      household: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        version: number;
        height: number;
        /** Block time, ms UTC */
        time: number;
        /** Absent for changes by a due entry or at a block's end */
        txId?: string;
        by?: {
          keyId: string;
          /** Whose key it is; of a household's key, who registered it */
          organisation?: string;
          operator?: string;
          household?: string;
        };
        actions: string[];
        reason?: string;
        changed: {
          /** With the fields around it: `facts.debtFen` */
          field: string;
          from: unknown;
          to: unknown;
        }[];
        deleted: boolean;
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
  /** 家庭成员情况（受限部分）的全部变更 · Every change of what describes a member: the restricted part */
  "households.memberHistory": {
    params: {
      household: string;
      person: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        version: number;
        height: number;
        /** Block time, ms UTC */
        time: number;
        /** Absent for changes by a due entry or at a block's end */
        txId?: string;
        by?: {
          keyId: string;
          /** Whose key it is; of a household's key, who registered it */
          organisation?: string;
          operator?: string;
          household?: string;
        };
        actions: string[];
        reason?: string;
        changed: {
          /** With the fields around it: `facts.debtFen` */
          field: string;
          from: unknown;
          to: unknown;
        }[];
        deleted: boolean;
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
  /** 更正申请 · Corrections asked for, newest first */
  "households.corrections": {
    params: {
      household: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        state: "requested" | "confirmed" | "declined";
        reason: string;
        open?: {
          standard?: "national" | "provincial";
          kind?: "general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure";
          cause?: {
            main: "illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other";
            others: ("illness" | "disability" | "schooling" | "disaster" | "land" | "water" | "technology" | "labour" | "capital" | "transport" | "motivation" | "marriage" | "bereavement" | "other")[];
            remark?: string;
          };
          flags?: ("military_family" | "only_child" | "two_daughters")[];
          effectiveDate?: string;
        };
        facts?: boolean;
        persons?: string[];
        versions: number[];
        requestedBy: string;
        requestedOn: string;
        decidedBy?: string;
        decidedOn?: string;
        remark?: string;
        n: number;
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
  /** 一户的帮扶服务 · What was done for a household, newest first */
  "services.ofHousehold": {
    params: {
      household: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        type: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
        performedOn: string;
        minutes?: number;
        content: string;
        result?: string;
        village?: string;
        place?: {
          latitude: number;
          longitude: number;
        };
        division: string;
        by: string;
        recordedOn: string;
        late?: true;
        rating?: number;
        acknowledgements?: ({
          kind: "key" | "endorsement" | "witness" | "code";
          by: string;
          at: number;
        })[];
        edits?: number;
        editReason?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一个地区或一名责任人的帮扶服务；一个村、一名责任人的，新的在前 · Service acts of a division, or of an operator there; of one village or operator the newest first */
  "services.list": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division: string;
      /** Done by this operator */
      operator?: string;
      type?: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
    };
    body: undefined;
    response: {
      items: ({
        type: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
        performedOn: string;
        minutes?: number;
        content: string;
        result?: string;
        village?: string;
        place?: {
          latitude: number;
          longitude: number;
        };
        division: string;
        by: string;
        recordedOn: string;
        late?: true;
        rating?: number;
        acknowledgements?: ({
          kind: "key" | "endorsement" | "witness" | "code";
          by: string;
          at: number;
        })[];
        edits?: number;
        editReason?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一次帮扶服务 · One service act */
  "services.get": {
    params: {
      household: string;
      n: number;
    };
    query: {
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        type: "visit" | "policy_explained" | "training" | "medical" | "schooling" | "job_introduced" | "production_guidance" | "goods_delivered" | "housing_repaired" | "paperwork" | "emergency" | "other";
        performedOn: string;
        minutes?: number;
        content: string;
        result?: string;
        village?: string;
        place?: {
          latitude: number;
          longitude: number;
        };
        division: string;
        by: string;
        recordedOn: string;
        late?: true;
        rating?: number;
        acknowledgements?: ({
          kind: "key" | "endorsement" | "witness" | "code";
          by: string;
          at: number;
        })[];
        edits?: number;
        editReason?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一次帮扶服务的全部修改 · Every edit of a service act */
  "services.history": {
    params: {
      household: string;
      n: number;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        version: number;
        height: number;
        /** Block time, ms UTC */
        time: number;
        /** Absent for changes by a due entry or at a block's end */
        txId?: string;
        by?: {
          keyId: string;
          /** Whose key it is; of a household's key, who registered it */
          organisation?: string;
          operator?: string;
          household?: string;
        };
        actions: string[];
        reason?: string;
        changed: {
          /** With the fields around it: `facts.debtFen` */
          field: string;
          from: unknown;
          to: unknown;
        }[];
        deleted: boolean;
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
  /** 账户 · Accounts of a kind in a division */
  "funds.accounts": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division: string;
      kind: "source" | "indicator" | "committed" | "transit" | "payee";
    };
    body: undefined;
    response: {
      items: {
        account: string;
        kind: string;
        division: string;
        debitFen: number;
        creditFen: number;
        /** On its normal side; negative only on external accounts */
        balanceFen: number;
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
  /** 一个账户的余额 · One account with its balance */
  "funds.account": {
    params: {
      account: string;
    };
    query: {
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        account: string;
        kind: string;
        division: string;
        debitFen: number;
        creditFen: number;
        /** On its normal side; negative only on external accounts */
        balanceFen: number;
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
  /** 一个账户的全部分录 · Every movement of an account, in order */
  "funds.postings": {
    params: {
      account: string;
    };
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        kind: "issue" | "allocate" | "commit" | "release" | "pay" | "credit";
        debit: string;
        credit: string;
        fen: number;
        on: string;
        about: string;
        document?: string;
        id: string;
        height: number;
        txIndex: number;
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
  /** 资金指标 · Budget indicators of a division */
  "funds.indicators": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division: string;
      /** Budget year */
      year?: number;
    };
    body: undefined;
    response: {
      items: ({
        source: "central" | "provincial" | "city" | "county" | "east_west" | "designated" | "donation" | "loan";
        class: "development" | "work_relief" | "minority" | "relocation" | "state_farm" | "state_forest" | "other";
        year: number;
        purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        householdKinds?: ("general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure")[];
        until?: string;
        division: string;
        organisation: string;
        amountFen: number;
        document: string;
        issuedOn: string;
        receivedOn?: string;
        parent?: string;
        root: string;
        depth: number;
        by: string;
        remark?: string;
        id: string;
        version: number;
        /** Neither passed down nor approved */
        freeFen: number;
        /** Approved and unpaid */
        committedFen: number;
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
  /** 一个指标 · One indicator with what is left of it */
  "funds.indicator": {
    params: {
      indicator: string;
    };
    query: {
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        source: "central" | "provincial" | "city" | "county" | "east_west" | "designated" | "donation" | "loan";
        class: "development" | "work_relief" | "minority" | "relocation" | "state_farm" | "state_forest" | "other";
        year: number;
        purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        householdKinds?: ("general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure")[];
        until?: string;
        division: string;
        organisation: string;
        amountFen: number;
        document: string;
        issuedOn: string;
        receivedOn?: string;
        parent?: string;
        root: string;
        depth: number;
        by: string;
        remark?: string;
        id: string;
        version: number;
        /** Neither passed down nor approved */
        freeFen: number;
        /** Approved and unpaid */
        committedFen: number;
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
  /** 从一个指标分配出的下级指标 · Indicators allocated from one */
  "funds.allocations": {
    params: {
      indicator: string;
    };
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        source: "central" | "provincial" | "city" | "county" | "east_west" | "designated" | "donation" | "loan";
        class: "development" | "work_relief" | "minority" | "relocation" | "state_farm" | "state_forest" | "other";
        year: number;
        purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        householdKinds?: ("general" | "low_income_insured" | "destitute" | "low_income_edge" | "rigid_expenditure")[];
        until?: string;
        division: string;
        organisation: string;
        amountFen: number;
        document: string;
        issuedOn: string;
        receivedOn?: string;
        parent?: string;
        root: string;
        depth: number;
        by: string;
        remark?: string;
        id: string;
        version: number;
        /** Neither passed down nor approved */
        freeFen: number;
        /** Approved and unpaid */
        committedFen: number;
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
  /** 资金申请与支付 · Applications and payments of a division */
  "payments.list": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      /** Within this division */
      division: string;
      state?: "applied" | "approved" | "paid" | "acknowledged" | "rejected" | "returned" | "reissued" | "recovered";
      purpose?: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
      /** Only those that were paid, confirmed or not */
      paid?: boolean;
    };
    body: undefined;
    response: {
      items: ({
        state: "applied" | "approved" | "paid" | "acknowledged" | "rejected" | "returned" | "reissued" | "recovered";
        division: string;
        indicator: string;
        person?: string;
        purpose: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        measure?: string;
        period?: string;
        amountFen: number;
        entitlementDate: string;
        appliedBy: string;
        appliedOn: string;
        needed: number;
        approvals: {
          by: string;
          finance: boolean;
          on: string;
        }[];
        voucher?: string;
        bank?: string;
        paidBy?: string;
        paidOn?: string;
        bankConfirmed?: {
          by: string;
          on: string;
        };
        householdConfirmed?: {
          by: string;
          at: number;
          kind: "key" | "endorsement";
        };
        rejected?: {
          by: string;
          on: string;
          reason: string;
        };
        remark?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 使用一个指标的支付 · Payments that cite an indicator */
  "payments.ofIndicator": {
    params: {
      indicator: string;
    };
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        state: "applied" | "approved" | "paid" | "acknowledged" | "rejected" | "returned" | "reissued" | "recovered";
        division: string;
        indicator: string;
        person?: string;
        purpose: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        measure?: string;
        period?: string;
        amountFen: number;
        entitlementDate: string;
        appliedBy: string;
        appliedOn: string;
        needed: number;
        approvals: {
          by: string;
          finance: boolean;
          on: string;
        }[];
        voucher?: string;
        bank?: string;
        paidBy?: string;
        paidOn?: string;
        bankConfirmed?: {
          by: string;
          on: string;
        };
        householdConfirmed?: {
          by: string;
          at: number;
          kind: "key" | "endorsement";
        };
        rejected?: {
          by: string;
          on: string;
          reason: string;
        };
        remark?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一户的资金 · What a household applied for and received, newest first */
  "payments.ofHousehold": {
    params: {
      household: string;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        state: "applied" | "approved" | "paid" | "acknowledged" | "rejected" | "returned" | "reissued" | "recovered";
        division: string;
        indicator: string;
        person?: string;
        purpose: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        measure?: string;
        period?: string;
        amountFen: number;
        entitlementDate: string;
        appliedBy: string;
        appliedOn: string;
        needed: number;
        approvals: {
          by: string;
          finance: boolean;
          on: string;
        }[];
        voucher?: string;
        bank?: string;
        paidBy?: string;
        paidOn?: string;
        bankConfirmed?: {
          by: string;
          on: string;
        };
        householdConfirmed?: {
          by: string;
          at: number;
          kind: "key" | "endorsement";
        };
        rejected?: {
          by: string;
          on: string;
          reason: string;
        };
        remark?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一笔支付 · One payment */
  "payments.get": {
    params: {
      household: string;
      n: number;
    };
    query: {
      proof?: boolean;
    } | undefined;
    body: undefined;
    response: {
      data: {
        state: "applied" | "approved" | "paid" | "acknowledged" | "rejected" | "returned" | "reissued" | "recovered";
        division: string;
        indicator: string;
        person?: string;
        purpose: "industry" | "employment" | "education" | "health" | "finance" | "ecology" | "relocation" | "housing" | "social_security" | "water" | "road" | "infrastructure";
        measure?: string;
        period?: string;
        amountFen: number;
        entitlementDate: string;
        appliedBy: string;
        appliedOn: string;
        needed: number;
        approvals: {
          by: string;
          finance: boolean;
          on: string;
        }[];
        voucher?: string;
        bank?: string;
        paidBy?: string;
        paidOn?: string;
        bankConfirmed?: {
          by: string;
          on: string;
        };
        householdConfirmed?: {
          by: string;
          at: number;
          kind: "key" | "endorsement";
        };
        rejected?: {
          by: string;
          on: string;
          reason: string;
        };
        remark?: string;
        household: string;
        /** Number within the household */
        n: number;
        version: number;
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
  /** 一笔支付的每一步 · Every step of a payment */
  "payments.history": {
    params: {
      household: string;
      n: number;
    };
    query: {
      limit?: number;
      /** nextCursor of the page before */
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: {
        version: number;
        height: number;
        /** Block time, ms UTC */
        time: number;
        /** Absent for changes by a due entry or at a block's end */
        txId?: string;
        by?: {
          keyId: string;
          /** Whose key it is; of a household's key, who registered it */
          organisation?: string;
          operator?: string;
          household?: string;
        };
        actions: string[];
        reason?: string;
        changed: {
          /** With the fields around it: `facts.debtFen` */
          field: string;
          from: unknown;
          to: unknown;
        }[];
        deleted: boolean;
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
  /** 资金流向：从指标到农户 · Where an indicator's money went, down to each household */
  "traces.ofIndicator": {
    params: {
      indicator: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        nodes: ({
          id: string;
          kind: "source" | "indicator" | "household";
          division?: string;
          fen?: number;
          year?: number;
          document?: string;
        })[];
        edges: {
          from: string;
          to: string;
          fen: number;
          /** Keys of the records behind the edge */
          records: string[];
        }[];
        truncated: boolean;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 资金来源：从农户到中央 · Where a household's money came from, up to the source */
  "traces.ofHousehold": {
    params: {
      household: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        nodes: ({
          id: string;
          kind: "source" | "indicator" | "household";
          division?: string;
          fen?: number;
          year?: number;
          document?: string;
        })[];
        edges: {
          from: string;
          to: string;
          fen: number;
          /** Keys of the records behind the edge */
          records: string[];
        }[];
        truncated: boolean;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
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
  /** 验证节点双重签名证据，新的在前 · Evidence of validators that signed two different things, the newest first */
  "chain.evidence": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
    } | undefined;
    body: undefined;
    response: {
      items: ({
        id: string;
        /** Whose validator */
        organisation: string;
        consensusKey: string;
        type: "proposal" | "prepare" | "commit" | "roundChange";
        epoch: number;
        height: number;
        round: number;
        evidence: string;
        reportedBy: string;
        reportedAt: number;
        /** To remove the validator; absent where it had left already */
        proposal?: string;
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
  /** 一项双重签名证据 · One piece of evidence */
  "chain.evidenceOf": {
    params: {
      evidence: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        id: string;
        /** Whose validator */
        organisation: string;
        consensusKey: string;
        type: "proposal" | "prepare" | "commit" | "roundChange";
        epoch: number;
        height: number;
        round: number;
        evidence: string;
        reportedBy: string;
        reportedAt: number;
        /** To remove the validator; absent where it had left already */
        proposal?: string;
      };
      /** Head that this answer was read at */
      height: number;
      /** Timestamp of that block, ms UTC */
      blockTime: number;
      /** The head is older than three heartbeats */
      stale?: true;
    };
  };
  /** 治理提案列表，新的在前 · Proposals, the newest first */
  "governance.proposals": {
    params: undefined;
    query: {
      limit?: number;
      cursor?: string;
      state?: "open" | "approved" | "activated" | "withdrawn" | "expired";
    } | undefined;
    body: undefined;
    response: {
      items: ({
        proposalId: string;
        change: { [name: string]: unknown };
        reason: string;
        state: "open" | "approved" | "activated" | "withdrawn" | "expired";
        /** Organisations; the first proposed it */
        approvals: string[];
        proposedAt: number;
        expiresAt: number;
        /** What the validator set can bear now and with the change; of one that is still to come */
        preview?: {
          before: {
            n: number;
            f: number;
            quorum: number;
          };
          after: {
            n: number;
            f: number;
            quorum: number;
          };
        };
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
  /** 一项治理提案 · One proposal */
  "governance.proposal": {
    params: {
      proposal: string;
    };
    query: undefined;
    body: undefined;
    response: {
      data: {
        proposalId: string;
        change: { [name: string]: unknown };
        reason: string;
        state: "open" | "approved" | "activated" | "withdrawn" | "expired";
        /** Organisations; the first proposed it */
        approvals: string[];
        proposedAt: number;
        expiresAt: number;
        /** What the validator set can bear now and with the change; of one that is still to come */
        preview?: {
          before: {
            n: number;
            f: number;
            quorum: number;
          };
          after: {
            n: number;
            f: number;
            quorum: number;
          };
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
  /** 验证者名单的历次变更，旧的在前 · Changes of the validator set, the oldest first */
  "public.validatorSets": {
    params: undefined;
    query: {
      /** How many changes the client has followed already */
      known?: number;
    } | undefined;
    body: undefined;
    response: {
      data: {
        /** Changes since genesis */
        total: number;
        changes: {
          /** Of the block whose header names the next set */
          height: number;
          header: string;
          certificate: string;
          validators: string;
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
  "node.get": {"method":"GET","path":"/v1/node","guarded":true,"minHeight":false},
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
  "households.list": {"method":"GET","path":"/v1/households","guarded":true,"minHeight":true},
  "households.get": {"method":"GET","path":"/v1/households/{household}","guarded":true,"minHeight":true},
  "households.restricted": {"method":"GET","path":"/v1/households/{household}/restricted","guarded":true,"minHeight":true},
  "households.members": {"method":"GET","path":"/v1/households/{household}/members","guarded":true,"minHeight":true},
  "households.history": {"method":"GET","path":"/v1/households/{household}/history","guarded":true,"minHeight":true},
  "households.restrictedHistory": {"method":"GET","path":"/v1/households/{household}/restricted/history","guarded":true,"minHeight":true},
  "households.memberHistory": {"method":"GET","path":"/v1/households/{household}/members/{person}/history","guarded":true,"minHeight":true},
  "households.corrections": {"method":"GET","path":"/v1/households/{household}/corrections","guarded":true,"minHeight":true},
  "services.ofHousehold": {"method":"GET","path":"/v1/households/{household}/services","guarded":true,"minHeight":true},
  "services.list": {"method":"GET","path":"/v1/services","guarded":true,"minHeight":true},
  "services.get": {"method":"GET","path":"/v1/households/{household}/services/{n}","guarded":true,"minHeight":true},
  "services.history": {"method":"GET","path":"/v1/households/{household}/services/{n}/history","guarded":true,"minHeight":true},
  "funds.accounts": {"method":"GET","path":"/v1/funds/accounts","guarded":true,"minHeight":true},
  "funds.account": {"method":"GET","path":"/v1/funds/accounts/{account}","guarded":true,"minHeight":true},
  "funds.postings": {"method":"GET","path":"/v1/funds/accounts/{account}/postings","guarded":true,"minHeight":true},
  "funds.indicators": {"method":"GET","path":"/v1/funds/indicators","guarded":true,"minHeight":true},
  "funds.indicator": {"method":"GET","path":"/v1/funds/indicators/{indicator}","guarded":true,"minHeight":true},
  "funds.allocations": {"method":"GET","path":"/v1/funds/indicators/{indicator}/allocations","guarded":true,"minHeight":true},
  "payments.list": {"method":"GET","path":"/v1/funds/payments","guarded":true,"minHeight":true},
  "payments.ofIndicator": {"method":"GET","path":"/v1/funds/indicators/{indicator}/payments","guarded":true,"minHeight":true},
  "payments.ofHousehold": {"method":"GET","path":"/v1/households/{household}/payments","guarded":true,"minHeight":true},
  "payments.get": {"method":"GET","path":"/v1/households/{household}/payments/{n}","guarded":true,"minHeight":true},
  "payments.history": {"method":"GET","path":"/v1/households/{household}/payments/{n}/history","guarded":true,"minHeight":true},
  "traces.ofIndicator": {"method":"GET","path":"/v1/funds/indicators/{indicator}/trace","guarded":true,"minHeight":true},
  "traces.ofHousehold": {"method":"GET","path":"/v1/households/{household}/trace","guarded":true,"minHeight":true},
  "organisations.get": {"method":"GET","path":"/v1/organisations/{organisation}","guarded":true,"minHeight":true},
  "organisations.list": {"method":"GET","path":"/v1/organisations","guarded":true,"minHeight":true},
  "operators.get": {"method":"GET","path":"/v1/operators/{operator}","guarded":true,"minHeight":true},
  "operators.list": {"method":"GET","path":"/v1/organisations/{organisation}/operators","guarded":true,"minHeight":true},
  "chain.evidence": {"method":"GET","path":"/v1/chain/evidence","guarded":true,"minHeight":true},
  "chain.evidenceOf": {"method":"GET","path":"/v1/chain/evidence/{evidence}","guarded":true,"minHeight":true},
  "governance.proposals": {"method":"GET","path":"/v1/governance/proposals","guarded":true,"minHeight":true},
  "governance.proposal": {"method":"GET","path":"/v1/governance/proposals/{proposal}","guarded":true,"minHeight":true},
  "divisions.get": {"method":"GET","path":"/v1/divisions/{division}","guarded":true,"minHeight":true},
  "divisions.list": {"method":"GET","path":"/v1/divisions","guarded":true,"minHeight":true},
  "statistics.get": {"method":"GET","path":"/v1/statistics","guarded":true,"minHeight":true},
  "statistics.children": {"method":"GET","path":"/v1/statistics/children","guarded":true,"minHeight":true},
  "public.statistics": {"method":"GET","path":"/v1/public/statistics","guarded":false,"minHeight":true},
  "public.validatorSets": {"method":"GET","path":"/v1/public/validator-sets","guarded":false,"minHeight":true},
  "testnet.operators": {"method":"GET","path":"/v1/testnet/operators","guarded":false,"minHeight":false},
  "testnet.clock": {"method":"POST","path":"/v1/testnet/clock","guarded":false,"minHeight":false},
};
